/**
 * What state functions in Python find of the run that they are part of: `__low__`, `__running__` and their like.
 */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ChunkContext, Plain } from "@salt/core";
import { pythonStr } from "@salt/core";
import type { PythonFile } from "./python-host.js";

/** Names for data that grow with the run: told to modules that have them in their text. */
const LARGE = ["__running__", "__lowstate__"];

/** Which of these names a module's text has in it. */
export function mentionsOf(file: PythonFile): ReadonlySet<string> {
  if (file.kind !== "state") return new Set();
  const path = statSync(file.path).isDirectory() ? join(file.path, "__init__.py") : file.path;
  const text = readFileSync(path, "utf8");
  return new Set(LARGE.filter((name) => text.includes(name)));
}

/** The field of a call message that tells of the run. */
export function statePlace(
  { low, running, chunks }: ChunkContext,
  { mentions }: PythonFile,
): { readonly [key: string]: Plain } {
  const env = low.get("saltenv") ?? low.get("__env__") ?? "base";
  const place = {
    __low__: low,
    __env__: pythonStr(env),
    ...(mentions?.has("__running__") === true ? { __running__: new Map(running) } : {}),
    ...(mentions?.has("__lowstate__") === true ? { __lowstate__: chunks } : {}),
  };
  return { state: place };
}
