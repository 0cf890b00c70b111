/**
 * What is asked for of a certificate: arguments, and what the signing policy says over them.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  isDict,
  isList,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { loadCertificate } from "./certificate-file.js";
import { LONG_NAMES, NAME_PARTS } from "./names-of-oids.js";

/** How long another minion may take to sign, in seconds. */
const SIGNING_SECONDS = 60;

/** Arguments by name, under short names; what is null is not asked for. */
export function wishesOf(given: Iterable<readonly [Value, Value]>): MutableDict {
  const wishes = new Map<Value, Value>();
  for (const [name, value] of given) {
    if (value === null || pythonStr(name).startsWith("__")) continue;
    wishes.set(LONG_NAMES[pythonStr(name)] ?? name, value);
  }
  return wishes;
}

/** The policy of a name, from pillar or configuration; an empty one when there is none. */
export async function ownPolicy(name: Value, context: ExecutionContext): Promise<Dict> {
  if (name === null) return new Map();
  const fromPillar = get(await context.call("pillar.get", ["x509_signing_policies", {}]), pythonStr(name));
  const found = isTruthy(fromPillar ?? null)
    ? (fromPillar ?? null)
    : (get(await context.call("config.get", ["x509_signing_policies", {}]), pythonStr(name)) ?? null);
  const items = isList(found) ? found : [found];
  return wishesOf(items.filter(isDict).flatMap((item) => [...item]));
}

/** The policy of a name on this minion, or on the one that signs. Throws CommandExecutionError. */
export async function policyOf(name: Value, signer: Value, context: ExecutionContext): Promise<Dict> {
  if (signer === null) return await ownPolicy(name, context);
  const told = await askSigner(pythonStr(signer), [name, new Map(), true], context);
  const policy = wishesOf(isDict(told) ? told : []);
  const certificate = policy.get("signing_cert");
  if (certificate !== undefined) policy.set("signing_cert", loadCertificate(certificate).der);
  return policy;
}

/** What a policy says goes before what was asked for; of a subject, only the parts that it names. */
export function underPolicy(wishes: Dict, policy: Dict): MutableDict {
  const merged = new Map(wishes);
  const rules = new Map(policy);
  const hasParts = [...rules.keys()].some((name) => Object.hasOwn(NAME_PARTS, pythonStr(name)));
  const [asked, ruled] = [merged.get("subject"), rules.get("subject")];
  if (asked !== undefined && hasParts) merged.delete("subject");
  else if (asked !== undefined && ruled !== undefined) {
    const subject = mergedSubject(asked, ruled);
    if (subject !== undefined) {
      merged.set("subject", subject);
      rules.delete("subject");
    }
  }
  for (const [name, value] of rules) merged.set(name, value);
  return merged;
}

function mergedSubject(asked: Value, ruled: Value): Value | undefined {
  if (isDict(asked) && isDict(ruled)) return new Map([...asked, ...ruled]);
  return isList(asked) && isList(ruled) ? [...ruled, ...asked] : undefined;
}

/** Has another minion do what only it can do. Throws SaltInvocationError and CommandExecutionError. */
export async function askSigner(
  signer: string,
  args: readonly Value[],
  context: ExecutionContext,
): Promise<Value> {
  const told = await context.call("publish.publish", [signer, "x509.sign_remote_certificate"], {
    arg: args,
    timeout: SIGNING_SECONDS,
  });
  const first = isDict(told) ? ([...told.values()][0] ?? null) : null;
  if (!isTruthy(told) || first === null)
    throw new SaltInvocationError(
      "ca_server did not respond. Salt master must permit peers to call the sign_remote_certificate function.",
    );
  const errors = get(first, "errors");
  if (!isDict(first) || !first.has("data"))
    throw new CommandExecutionError(
      "Received invalid return value from ca_server. See minion log for details",
    );
  if (isList(errors) && errors.length > 0)
    throw new CommandExecutionError(`ca_server reported errors:\n${errors.map(pythonStr).join("\n")}`);
  return first.get("data") ?? null;
}

/** A list, of one where there is no list. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || !isTruthy(value)) return [];
  return isList(value) ? value : [value];
}
