/**
 * `exclude`: ids and whole SLS that are left out of a run.
 */
import type { Value } from "@salt/core";
import { matchGlob } from "@salt/core";
import type { HighData } from "./high-data.js";
import { idsOf } from "./high-data.js";
import { firstKey, isMap, isNodes } from "./tree.js";

/** Takes the excluded ids, and `__exclude__` itself, out of `high`. A text means an SLS and may be a glob. */
export function applyExclude(high: HighData): void {
  const excludes = high.get("__exclude__");
  if (!high.delete("__exclude__") || !isNodes(excludes)) return;
  const ids = new Set<Value>();
  const slss = new Set<string>();
  for (const exclude of excludes) {
    if (typeof exclude === "string") slss.add(exclude);
    if (!isMap(exclude) || exclude.size !== 1) continue;
    const key = firstKey(exclude);
    const value = exclude.get(key ?? null) ?? null;
    if (key === "sls" && typeof value === "string") slss.add(value);
    if (key === "id") ids.add(value);
  }
  for (const [id, body] of idsOf(high)) {
    const sls = body.get("__sls__");
    if (typeof sls === "string" && [...slss].some((glob) => matchGlob(glob, sls))) ids.add(id);
  }
  for (const id of ids) high.delete(id);
}
