/**
 * Whether a configuration can give a pillar at all.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dict } from "../base/value.js";
import { getDict, getString, isList, isTruthy } from "../base/value.js";

/** False when there is neither a top file nor an external source nor anything else: then every pillar is empty. */
export function mayHavePillar(opts: Dict): boolean {
  if (isTruthy(opts.get("ext_pillar")) || isTruthy(opts.get("pillar_opts"))) return true;
  const top = (getString(opts, "state_top") ?? "").replace(/^(salt:)?\/+/, "") || "top.sls";
  const roots = [...(getDict(opts, "pillar_roots")?.values() ?? [])].flatMap((paths) =>
    isList(paths) ? paths : [paths],
  );
  return roots.some(
    (root) => typeof root === "string" && (root.includes("__env__") || existsSync(join(root, top))),
  );
}
