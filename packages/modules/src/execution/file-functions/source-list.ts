/**
 * Choosing the first of several sources that is there.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, get, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { exists } from "./paths.js";
import { schemeOf } from "./source-sum.js";

/** A source and its checksum. */
export interface ChosenSource {
  readonly source: Value;
  readonly hash: Value;
}

/** Chooses one; a source that is no list is taken as it is. Throws CommandExecutionError when none is there. */
export async function chooseSource(
  source: Value,
  hash: Value,
  saltenv: Value,
  context: ExecutionContext,
): Promise<ChosenSource> {
  if (!isList(source)) return { source, hash };
  for (const single of source) {
    if (isDict(single) && single.size !== 1) continue;
    const [url, own] = isDict(single) ? ([...single][0] ?? ["", null]) : [single, null];
    const text = pythonStr(url);
    if (await isThere(text, saltenv, context)) return { source: text, hash: isTruthy(own) ? own : hash };
  }
  throw new CommandExecutionError("none of the specified sources were found");
}

async function isThere(url: string, saltenv: Value, context: ExecutionContext): Promise<boolean> {
  const scheme = schemeOf(url);
  if (scheme === "salt") return await isOnMaster(url, saltenv, context);
  if (scheme === "file")
    return exists(url.slice("file://".length)) || exists(`/${url.slice("file://".length)}`);
  if (scheme.startsWith("http") || scheme === "ftp") {
    const answer = await context.call("http.query", [url], { method: "HEAD", decode_body: false });
    return get(answer, "error") === undefined;
  }
  return url.startsWith("/") && exists(url);
}

async function isOnMaster(url: string, saltenv: Value, context: ExecutionContext): Promise<boolean> {
  const [path = "", query = ""] = url.slice("salt://".length).split("?");
  const env = /(?:^|&)saltenv=([^&]*)/.exec(query)?.[1] ?? pythonStr(saltenv);
  for (const list of ["cp.list_master", "cp.list_master_dirs"]) {
    const names = await context.call(list, [env]);
    if (isList(names) && names.includes(path.replace(/\/+$/, ""))) return true;
  }
  return false;
}
