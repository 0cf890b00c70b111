/**
 * Signing certificates for other minions, under a policy of this one.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, errorText, get, isTruthy, matchGlob, pythonStr, SaltError } from "@salt/core";
import { loadCertificate } from "./certificate-file.js";
import { signWhole } from "./create.js";
import { ownPolicy, underPolicy, wishesOf } from "./wishes.js";

/** What is asked for, and by whom. */
export interface SigningRequest {
  readonly policyName: Value;
  readonly wishes: Dict;
  readonly wantsPolicyOnly: boolean;
  /** The id of the minion that asks, as the master says it. */
  readonly asker: string | undefined;
}

/** Signs, or tells the policy; faults are told, not thrown. */
export async function signForOther(request: SigningRequest, context: ExecutionContext): Promise<Plain> {
  const policy = new Map(await ownPolicy(request.policyName, context));
  if (policy.size === 0) return fault("signing_policy must be specified and defined on signing minion");
  try {
    const minions = policy.get("minions");
    policy.delete("minions");
    if (minions !== undefined) {
      if (request.asker === undefined) return fault("minion sending this request could not be identified");
      if (!(await isAllowed(pythonStr(minions), request.asker, context)))
        return fault("minion not permitted to use specified signing policy");
    }
    if (request.wantsPolicyOnly) return { data: openPart(policy), errors: [] };
    const wishes = underPolicy(wishesOf(request.wishes), policy);
    wishes.delete("ca_server");
    refuseFiles(request.wishes);
    return { data: signWhole(wishes), errors: [] };
  } catch (error) {
    if (!(error instanceof SaltError)) {
      context.log.error({ reason: errorText(error) }, "A certificate for another minion cannot be made");
      return fault("Failed building the signing policy. See CA server log for details.");
    }
    return fault(error.message);
  }
}

function fault(text: string): Plain {
  return { data: null, errors: [text] };
}

/** What others may see of a policy: no keys. */
function openPart(policy: Dict): Dict {
  const open = new Map(policy);
  open.delete("signing_private_key");
  open.delete("signing_private_key_passphrase");
  const certificate = open.get("signing_cert");
  return certificate === undefined ? open : open.set("signing_cert", loadCertificate(certificate).der);
}

/** Another minion may not name files of this one: keys and certificates must come as they are. */
function refuseFiles(wishes: Dict): void {
  for (const name of [
    "private_key",
    "public_key",
    "csr",
    "signing_private_key",
    "signing_cert",
    "copypath",
  ]) {
    const value = wishes.get(name) ?? null;
    if (typeof value === "string" && !value.includes("-----BEGIN"))
      throw new CommandExecutionError(`${name}: a path is not taken from another minion`);
  }
}

async function isAllowed(rule: string, asker: string, context: ExecutionContext): Promise<boolean> {
  if (!rule.includes("@")) return matchGlob(rule, asker);
  const told = await context.call("publish.publish", [asker, "match.compound"], { arg: rule, timeout: 60 });
  const answer = get(told, asker);
  if (answer === undefined)
    throw new CommandExecutionError(
      "Could not verify if minion matches compound matching expression. Make sure the ca_server is allowed to run " +
        "`match.compound` on the requesting minion",
    );
  return isTruthy(answer);
}
