/**
 * Reads returns out of events and out of the job cache.
 */
import type { Dict, JobReturn, StoredReturn, Value } from "@salt/core";
import { get, getString, isList } from "@salt/core";

/** The return in the data of an event `salt/job/<jid>/ret/<id>`; undefined when it lacks what makes one. */
export function readJobReturn(data: Dict): JobReturn | undefined {
  const id = getString(data, "id");
  const jid = getString(data, "jid");
  const value = get(data, "return");
  if (id === undefined || jid === undefined || value === undefined) return undefined;
  const funArgs = get(data, "fun_args");
  return {
    jid,
    id,
    fun: readFun(get(data, "fun")),
    funArgs: isList(funArgs) ? funArgs : [],
    return: value,
    retcode: get(data, "retcode") ?? 0,
    success: get(data, "success") ?? true,
    out: getString(data, "out"),
    user: getString(data, "user"),
    metadata: get(data, "metadata"),
  };
}

function readFun(fun: Value | undefined): string | readonly string[] {
  if (typeof fun === "string") return fun;
  return isList(fun) ? fun.filter((name) => typeof name === "string") : "";
}

/** A return of the job cache in the form of one that came over the bus. */
export function fromStored(jid: string, fun: string | readonly string[], stored: StoredReturn): JobReturn {
  return {
    jid,
    id: stored.id,
    fun,
    funArgs: [],
    return: stored.return,
    retcode: stored.retcode,
    success: stored.success,
    out: stored.out,
    user: undefined,
    metadata: undefined,
  };
}
