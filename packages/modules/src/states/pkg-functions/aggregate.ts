/**
 * Installing or removing the packages of several chunks at once.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";

const FUNCTIONS: readonly Value[] = ["installed", "latest", "removed", "purged"];

/** Takes the packages of later chunks of the same function into a chunk; `__agg_tags__` names those chunks. */
export function aggregatePackages(low: Dict, chunks: readonly Value[], running: Dict): Dict {
  if (!FUNCTIONS.includes(low.get("fun") ?? null)) return low;
  const [packages, taken]: [Value[], string[]] = [[], []];
  let kind: "pkgs" | "sources" | undefined;
  for (const chunk of chunks) {
    if (!isDict(chunk) || !isAlike(chunk, low, running)) continue;
    const own = chunk.has("sources") ? "sources" : chunk.has("hold") ? undefined : "pkgs";
    if (own === undefined) continue;
    kind ??= own;
    if (kind !== own) continue;
    packages.push(...packagesIn(chunk, own));
    taken.push(tagOf(chunk));
  }
  if (kind === undefined || packages.length === 0) return low;
  const mine = low.get(kind) ?? null;
  return new Map<Value, Value>([
    ...low,
    [kind, [...(isList(mine) ? mine : []), ...packages]],
    ["__agg_tags__", taken],
  ]);
}

function isAlike(chunk: Dict, low: Dict, running: Dict): boolean {
  return (
    !running.has(tagOf(chunk)) &&
    chunk.get("state") === "pkg" &&
    !chunk.has("__agg__") &&
    chunk.get("fun") === low.get("fun") &&
    (chunk.get("fromrepo") ?? null) === (low.get("fromrepo") ?? null)
  );
}

function tagOf(chunk: Dict): string {
  return ["state", "__id__", "name", "fun"].map((key) => pythonStr(chunk.get(key) ?? null)).join("_|-");
}

function packagesIn(chunk: Dict, kind: "pkgs" | "sources"): readonly Value[] {
  const listed = chunk.get(kind);
  if (isList(listed)) return listed;
  const [name, version] = [chunk.get("name") ?? null, chunk.get("version") ?? null];
  return [version === null ? name : new Map([[name, version]])];
}
