/**
 * The `publish` command: the load a client sends, and what the master's reply means.
 */
import type { Dict, Plain, Target, Value } from "@salt/core";
import { dict, get, getDict, getString, isDict, isList, isTruthy, TargetError, toValue } from "@salt/core";
import { PublishRefusedError } from "./errors.js";
import type { Proof } from "./external-login.js";
import { loginFields } from "./external-login.js";

/** What to run, and on whom. */
export interface JobRequest {
  readonly target: Target;
  /** Several functions make a compound command; then `arg` has a list of arguments for each. */
  readonly fun: string | readonly string[];
  readonly arg?: readonly Value[];
  /** Returners that the minions call themselves, comma-joined. */
  readonly ret?: string;
  /** A job id to use; without one the master makes it. */
  readonly jid?: string;
  /** Further options by their names on the wire: metadata, ret_config, module_executors, … */
  readonly options?: { readonly [name: string]: Plain };
  /** How long masters below this one may wait, in seconds; only sent with `order_masters`. */
  readonly syndicTimeout?: number;
}

/** A job that the master has sent out. */
export interface PublishedJob {
  readonly jid: string;
  readonly fun: string | readonly string[];
  /** Ids it was sent to, as far as this master knows. */
  readonly minions: readonly string[];
  /** Ids of a list target that the master has no key for. */
  readonly missing: readonly string[];
}

/** The mark of jobs that these commands send; a master of this kind knows by it what the sender understands. */
const CLIENT = "salt-ts";

/** The load of a request, in the order of fields that Salt's own client uses. */
export function publishLoad(request: JobRequest, { key, user, login }: Proof): Dict {
  const { target } = request;
  const external = login === undefined ? {} : loginFields(login);
  const options: Record<string, Plain> = { ...request.options, ...external, client: CLIENT };
  if (target.delimiter !== ":") options.delimiter = target.delimiter;
  return dict({
    cmd: "publish",
    tgt: toValue(target.tgt),
    fun: request.fun,
    arg: request.arg ?? [],
    key: login === undefined ? key : undefined,
    tgt_type: target.tgtType,
    ret: request.ret ?? "",
    jid: request.jid ?? "",
    kwargs: options,
    user,
    to: request.syndicTimeout,
  });
}

/** Whether a reply says nothing: the master did not know the key, or could not keep the job. */
export function isEmptyReply(reply: Value): boolean {
  return !isTruthy(reply);
}

/**
 * The job in a reply, or undefined when nothing matched and nothing was sent.
 * Throws PublishRefusedError with the master's reason, TargetError when that is the target.
 */
export function readPublishReply(reply: Value, request: JobRequest): PublishedJob | undefined {
  if (isEmptyReply(reply)) throw notPermitted();
  if (typeof reply === "string") throw new PublishRefusedError("PublishError", reply);
  throwTargetFault(reply);
  throwRefusal(get(reply, "error"));
  const load = get(reply, "load");
  const jid = getString(load, "jid");
  if (!isDict(load) || jid === undefined) return undefined;
  return { jid, fun: request.fun, minions: texts(load, "minions"), missing: texts(load, "missing") };
}

/** The master could not evaluate the target. */
function throwTargetFault(reply: Value): void {
  const fault = getDict(reply, "fault");
  if (fault?.get("kind") !== "target") return;
  const hint = getString(fault, "hint");
  throw new TargetError(getString(reply, "error") ?? "The master refused the target", {
    ...(hint === undefined ? {} : { hint }),
    details: { unclosed: fault.get("unclosed") === true },
  });
}

function throwRefusal(error: Value | undefined): void {
  if (error === undefined || error === null) return;
  if (typeof error === "string") throw new PublishRefusedError("PublishError", error);
  const reason = getString(error, "name") ?? "PublishError";
  throw new PublishRefusedError(reason, getString(error, "message") ?? "The master refused the command");
}

function notPermitted(): PublishRefusedError {
  return new PublishRefusedError(
    "EauthAuthenticationError",
    "Failed to authenticate! This is most likely because this user is not permitted to execute commands, " +
      "but there is a small possibility that a disk error occurred (check disk/inode usage).",
  );
}

function texts(load: Dict, name: string): readonly string[] {
  const list = load.get(name);
  return isList(list) ? list.filter((id) => typeof id === "string") : [];
}
