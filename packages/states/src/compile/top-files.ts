/**
 * The top files of all environments, with what they include.
 */
import type { Dict, Logger } from "@salt/core";
import { getString, isTruthy, pythonStr, SaltError } from "@salt/core";
import type { AvailableStates } from "./available.js";
import { StateDataError, TopFileError } from "./faults.js";
import { shown } from "./python-text.js";
import type { RenderState, StateFile, StateFiles } from "./state-files.js";
import { findSlsFile } from "./state-files.js";
import type { NodeMap } from "./tree.js";
import { isMap, isNodes, thaw } from "./tree.js";

/** Top files by environment; an environment without one has an empty map. */
export type TopFiles = Map<string, NodeMap[]>;

/** What reading top files takes. */
export interface TopParts {
  readonly files: StateFiles;
  readonly render: RenderState;
  readonly available: AvailableStates;
  readonly opts: Dict;
  readonly log: Logger;
}

/** Reads the top files. Throws TopFileError when there cannot be any, and SaltError when one does not render. */
export async function readTopFiles(parts: TopParts): Promise<TopFiles> {
  const { opts, files, available } = parts;
  const own = saltenvOf(opts);
  if (
    own === undefined &&
    opts.get("top_file_merging_strategy") === "same" &&
    !isTruthy(opts.get("default_top"))
  ) {
    throw new TopFileError(
      "top_file_merging_strategy set to 'same', but no default_top configuration option was set",
    );
  }
  const single = own ?? singleTopEnv(opts);
  const tops: TopFiles = new Map();
  for (const saltenv of single === undefined ? await available.envs() : [single]) {
    const file = await files.file(topUrl(opts), saltenv);
    tops.set(saltenv, [file === undefined ? new Map() : await renderTop(parts, file, saltenv, "")]);
  }
  await readIncludes(parts, tops);
  return tops;
}

/** The environment that a run is restricted to, if it is. */
export function saltenvOf(opts: Dict): string | undefined {
  const saltenv = opts.get("saltenv") ?? null;
  return isTruthy(saltenv) ? pythonStr(saltenv) : undefined;
}

function singleTopEnv(opts: Dict): string | undefined {
  const saltenv = opts.get("state_top_saltenv") ?? null;
  return isTruthy(saltenv) ? pythonStr(saltenv) : undefined;
}

function topUrl(opts: Dict): string {
  const top = getString(opts, "state_top") ?? "top.sls";
  return top.startsWith("salt://") ? top : `salt://${top.replace(/^\//, "")}`;
}

async function renderTop(
  { render }: TopParts,
  file: StateFile,
  saltenv: string,
  sls: string,
): Promise<NodeMap> {
  const data = thaw(await render({ file, saltenv, sls }));
  if (isMap(data)) return data;
  throw new StateDataError(
    `The top file ${file.url} of the environment '${saltenv}' (${file.path}) does not render to a dictionary`,
  );
}

/** A top file may include SLS that are top files too, and so on; each is read once. */
async function readIncludes(parts: TopParts, tops: TopFiles): Promise<void> {
  const done = new Set<string>();
  const queue = [...tops].flatMap(([saltenv, files]) => files.flatMap((top) => takeIncludes(top, saltenv)));
  for (const { saltenv, glob } of queue) {
    for (const sls of await parts.available.matching(saltenv, glob)) {
      const file = await findSlsFile(parts.files, sls, saltenv);
      if (done.has(`${saltenv}:${sls}`) || file === undefined) continue;
      done.add(`${saltenv}:${sls}`);
      tops.get(saltenv)?.push(await renderTop(parts, file, saltenv, ""));
    }
  }
}

function takeIncludes(top: NodeMap, saltenv: string): { readonly saltenv: string; readonly glob: string }[] {
  const include = top.get("include");
  top.delete("include");
  return isNodes(include) ? include.map((glob) => ({ saltenv, glob: shown(glob) })) : [];
}

/** Whether an error means that a top file is passed over, as the reference does it. */
export function isPassedOver(error: unknown): error is SaltError {
  return error instanceof SaltError && !(error instanceof StateDataError);
}
