/**
 * What a plan depends on and its trial does not show: the pillar, the files of the master that states take, and the
 * versions that packages would have.
 */
import { createHash } from "node:crypto";
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { dict, get, getString, isDict, isList, pythonStr, SaltError } from "@salt/core";
import { exactJson } from "./exact-json.js";

/** A chunk, and whether its trial says that it would do something. */
export interface PlannedChunk {
  readonly low: Dict;
  readonly changes: boolean;
}

const PILLAR = "the pillar";
const PACKAGE_FUNCTIONS: ReadonlySet<string> = new Set(["installed", "latest", "downloaded"]);

/** A text for each thing that a plan depends on: hashes of contents, versions of packages. */
export async function planInputs(
  context: ExecutionContext,
  chunks: readonly PlannedChunk[],
): Promise<MutableDict> {
  const inputs: MutableDict = dict({ [PILLAR]: digestOf(exactJson(context.pillar)) });
  for (const { low, changes } of chunks) {
    const saltenv = getString(low, "saltenv") ?? getString(low, "__env__") ?? "base";
    for (const url of saltUrls([...low.values()])) {
      const key = `${url} (${saltenv})`;
      if (!inputs.has(key)) inputs.set(key, await asked(context, "cp.hash_file", url, saltenv));
    }
    if (!changes) continue;
    for (const name of packagesOf(low)) {
      const key = `the version of ${name}`;
      if (!inputs.has(key)) inputs.set(key, await asked(context, "pkg.latest_version", name));
    }
  }
  return inputs;
}

/** The names of what is not as it was. */
export function changedInputs(then: Dict, now: Dict): readonly string[] {
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((key) => then.get(key) !== now.get(key))
    .map(pythonStr);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The answer as a text; what cannot be asked is told by the trial, if it matters. */
async function asked(context: ExecutionContext, fun: string, ...args: readonly Plain[]): Promise<string> {
  try {
    return exactJson(await context.call(fun, args));
  } catch (error) {
    if (error instanceof SaltError) return "";
    throw error;
  }
}

/** All addresses of the master's files in values, in lists and maps too. */
function saltUrls(values: readonly Value[]): readonly string[] {
  return values.flatMap((value) => {
    if (typeof value === "string") return value.startsWith("salt://") ? [value] : [];
    if (isList(value)) return saltUrls(value);
    return isDict(value) ? saltUrls([...value.keys(), ...value.values()]) : [];
  });
}

/** The packages of a chunk that are to be installed in whatever version there is. */
function packagesOf(low: Dict): readonly string[] {
  if (getString(low, "state") !== "pkg" || !PACKAGE_FUNCTIONS.has(getString(low, "fun") ?? "")) return [];
  const pkgs = get(low, "pkgs");
  if (!isList(pkgs)) return [pythonStr(low.get("name") ?? "")];
  return pkgs.map((item) => pythonStr(isDict(item) ? (item.keys().next().value ?? "") : item));
}
