/**
 * The high data of the last run, kept for calls with `cache=True`.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "@salt/core";
import {
  errorText,
  getString,
  isDict,
  isDirectoryName,
  parseJson,
  pythonStr,
  SaltInvocationError,
  toJson,
  writeFileAtomic,
} from "@salt/core";
import type { HighData } from "@salt/states";
import { thaw } from "@salt/states";
import type { Kwargs } from "./run-options.js";

/** The file, by the argument `cache_name`. Throws SaltInvocationError for what is no name of a file. */
function cacheFile({ opts }: ExecutionContext, kwargs: Kwargs): string {
  const name = pythonStr(kwargs.get("cache_name") ?? "highstate");
  if (!isDirectoryName(name)) throw new SaltInvocationError("cache_name: a name of a file is needed");
  return join(getString(opts, "cachedir") ?? "", `${name}.cache.p`);
}

/** The high data of the last run, when the call asks for it and there is one. */
export function cachedHigh(context: ExecutionContext, kwargs: Kwargs): HighData | undefined {
  const path = cacheFile(context, kwargs);
  if (!existsSync(path)) return undefined;
  const high = thaw(parseJson(readFileSync(path, "utf8")));
  return isDict(high) && high instanceof Map ? high : undefined;
}

/** Keeps high data. That it cannot be kept spoils no run. */
export function keepHigh(context: ExecutionContext, kwargs: Kwargs, high: HighData): void {
  try {
    const path = cacheFile(context, kwargs);
    mkdirSync(getString(context.opts, "cachedir") ?? "", { recursive: true });
    writeFileAtomic(path, toJson(high), { mode: 0o600 });
  } catch (error) {
    context.log.warn({ reason: errorText(error) }, "The high data of the run cannot be kept");
  }
}
