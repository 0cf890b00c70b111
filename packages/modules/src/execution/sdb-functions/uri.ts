/**
 * Values behind `sdb://profile/key`: the profile is a map of the configuration or the pillar that names a driver.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  callDirectly,
  FunctionNotAvailableError,
  isDict,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";

const SCHEME = "sdb://";
/** Drivers of Salt's own that are known by name only. */
const NOT_SERVED = new Set([
  "cache",
  "confidant",
  "consul",
  "couchdb",
  "etcd",
  "keyring",
  "memcached",
  "redis",
  "tism",
  "vault",
]);

/** A place that a text means. */
interface SdbPlace {
  readonly driver: string;
  readonly key: string;
  readonly profile: Dict;
}

/** The value behind a text; other texts and values as they are, unless `strict`. Throws SaltInvocationError. */
export async function sdbValue(uri: Value, strict: boolean, context: ExecutionContext): Promise<Value> {
  const place = placeOf(uri, context);
  if (typeof place !== "string") return await callDriver("get", place, [place.key], context);
  if (strict) throw new SaltInvocationError(place);
  return uri;
}

/** Sets or deletes what is behind a text; false when it means no place. */
export async function changeSdb(
  uri: Value,
  change: { readonly fun: "set"; readonly value: Value } | { readonly fun: "delete" },
  context: ExecutionContext,
): Promise<Value> {
  const place = placeOf(uri, context);
  if (typeof place === "string") return false;
  const args = change.fun === "set" ? [place.key, change.value] : [place.key];
  return await callDriver(change.fun, place, args, context);
}

/** The place that a text means, or why it means none. */
function placeOf(uri: Value, context: ExecutionContext): SdbPlace | string {
  if (typeof uri !== "string" || !uri.startsWith(SCHEME)) return 'SDB uri must start with "sdb://"';
  const [, name = "", key = ""] = /^([^/]*)\/(.*)$/s.exec(uri.slice(SCHEME.length)) ?? [];
  if (key === "") return "SDB uri must have a profile name as a first part of the uri before the /";
  const own = context.opts.get(name) ?? null;
  const profile = isTruthy(own) ? own : (context.pillar.get(name) ?? null);
  if (!isDict(profile) || !profile.has("driver"))
    return `SDB profile "${name}" wasnt found in the minion configuration`;
  return { driver: pythonStr(profile.get("driver") ?? ""), key, profile };
}

async function callDriver(
  fun: "get" | "set" | "delete",
  { driver, profile }: SdbPlace,
  args: readonly Value[],
  context: ExecutionContext,
): Promise<Value> {
  const name = `${driver}.${fun}`;
  const functions = context.ofKind("sdb");
  if (!(await functions.has(name)) && NOT_SERVED.has(driver))
    throw new CommandExecutionError(`The sdb driver ${driver} is not served here`, {
      hint: "A driver of your own can be put into _sdb of the file server: saltutil.sync_sdb.",
    });
  const found = await functions.find(name).catch((error: unknown) => {
    if (error instanceof FunctionNotAvailableError)
      throw new CommandExecutionError(`There is no sdb driver ${driver} that can ${fun} values`, {
        cause: error,
      });
    throw error;
  });
  return await callDirectly(name, found, args, new Map([["profile", profile]]), context);
}
