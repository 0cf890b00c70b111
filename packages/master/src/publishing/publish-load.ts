/**
 * The `publish` command's load, read into types.
 */
import type { Dict, Target, Value } from "@salt/core";
import { getDict, getString, isList, isTruthy } from "@salt/core";
import { PublishRefused } from "../errors.js";
import { readTarget } from "../minions/targeting.js";

/** A job that somebody wants to send. */
export interface PublishOrder {
  readonly target: Target;
  readonly fun: string | readonly string[];
  readonly arg: readonly Value[];
  readonly user: string;
  /** Returners that the minions call themselves, comma-joined. */
  readonly ret: string;
  /** A job id to use; undefined lets the master make one. */
  readonly jid: string | undefined;
  /** Options by their names on the wire, without credentials. */
  readonly options: Dict;
  /** Timeout for masters below this one. */
  readonly to: Value | undefined;
  /** Id of the minion that publishes, when it is one. */
  readonly publisher?: string;
  /** Whether the sender reads the reference's own job cache. */
  readonly mirrored: boolean;
}

/** The mark by which commands of this kind say that they read the SQLite job cache. */
const CLIENT = "salt-ts";
/** Options that are credentials: they never go further than the check. */
const CREDENTIALS: readonly string[] = [
  "token",
  "eauth",
  "username",
  "password",
  "key",
  "auth_list",
  "client",
];

/** Reads a load. Throws PublishRefused for one that has no form. */
export function readPublishOrder(load: Dict, user: string): PublishOrder {
  const kwargs = getDict(load, "kwargs") ?? new Map<Value, Value>();
  const target = readTarget(load.get("tgt"), load.get("tgt_type"), kwargs.get("delimiter"));
  const fun = readFunctions(load.get("fun"));
  const arg = load.get("arg") ?? [];
  const jid = load.get("jid");
  if (target === undefined) throw malformed("its target has no form");
  if (fun === undefined || !isList(arg)) throw malformed("its function or arguments have no form");
  if (isTruthy(jid) && typeof jid !== "string") throw malformed("its job id is no text");
  return {
    target,
    fun,
    arg,
    user,
    ret: getString(load, "ret") ?? "",
    jid: typeof jid === "string" && jid !== "" ? jid : undefined,
    options: new Map([...kwargs].filter(([name]) => !CREDENTIALS.includes(String(name)))),
    to: load.get("to"),
    mirrored: kwargs.get("client") !== CLIENT,
  };
}

/** One function name, or those of a compound command. */
function readFunctions(fun: Value | undefined): string | readonly string[] | undefined {
  if (typeof fun === "string") return fun === "" ? undefined : fun;
  if (!isList(fun) || fun.length === 0) return undefined;
  const names = fun.filter((name) => typeof name === "string");
  return names.length === fun.length ? names : undefined;
}

function malformed(why: string): PublishRefused {
  return new PublishRefused("SaltInvocationError", `The job cannot be read: ${why}.`);
}
