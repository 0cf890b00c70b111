/**
 * `archive.extracted`: an archive that is unpacked where it is not yet.
 */
import { rmdirSync, rmSync } from "node:fs";
import type { Args, Dict, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { callDirectly, dict, getString, isDict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { exists, isDirectory, joinPaths } from "../../execution/file-functions/paths.js";
import { withoutPassword } from "../../execution/file-functions/source-sum.js";
import { done, failed, fileState, planned, StateFault } from "../file-functions/answer.js";
import { cachedStates } from "../file-functions/cached-states.js";
import { directoryStates } from "../file-functions/directory-states.js";
import type { ArchiveContents } from "./contents.js";
import { clearWrong, compareContents, listArchive, requireToplevel } from "./contents.js";
import { keepSum, keptSum } from "./kept-sum.js";
import type { OwnershipOutcome } from "./ownership.js";
import { enforceOwners } from "./ownership.js";
import type { ExtractRequest } from "./request.js";
import { extractedParams, isMarked, readRequest } from "./request.js";
import { hasFiles, unpack } from "./unpack.js";

export const extractedStates = {
  extracted: fileState({
    doc: "Makes sure that an archive is unpacked in a directory.",
    params: extractedParams,
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const answer = await extractedState(args, kwargs, context);
      // The answer has the name as it was written, without the slash that the work goes on with.
      const told = isDict(answer) ? answer : dict(answer);
      const isOwn = told.get("name") === `${args.name.replace(/\/+$/, "")}/`;
      return isOwn ? new Map([...told, ["name", args.name]]) : told;
    },
  }),
};

async function extractedState(
  args: Args<typeof extractedParams>,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  try {
    if (isMarked(args)) return done(args.name, `Path ${args.if_missing} exists`);
    const request = await readRequest(args, context);
    const sum = await statedSum(request, context);
    if (!request.isLocal && isTrial(context)) {
      const what = `Archive ${withoutPassword(request.archive)} would be cached (if necessary)`;
      return planned(request.directory, `${what} and checked to discover if extraction is needed`);
    }
    const cached = await cachedArchive(request, context);
    if (typeof cached !== "string") return cached;
    try {
      return await extract(request, cached, sum, context);
    } finally {
      const keeps = kwargs.get("keep_source") ?? kwargs.get("keep") ?? true;
      if (!request.isLocal && !isTruthy(keeps)) rmSync(cached, { force: true });
    }
  } catch (error) {
    if (error instanceof StateFault) return error.answer;
    throw error;
  }
}

async function statedSum(request: ExtractRequest, context: ExecutionContext): Promise<Dict | undefined> {
  if (!isTruthy(request.source_hash)) return undefined;
  const { archive: source, source_hash, source_hash_name, saltenv } = request;
  try {
    const options = { source, source_hash, source_hash_name, saltenv };
    const sum = await context.call("file.get_source_sum", [], options);
    return isDict(sum) ? sum : undefined;
  } catch (error) {
    throw new StateFault(request.directory, error instanceof Error ? error.message : String(error));
  }
}

async function cachedArchive(request: ExtractRequest, context: ExecutionContext): Promise<string | Dict> {
  if (request.isLocal) return request.archive;
  const { source_hash, source_hash_name, skip_verify, saltenv, use_etag, archive } = request;
  const given = { name: archive, source_hash, source_hash_name, skip_verify, saltenv, use_etag };
  const kwargs = new Map(Object.entries(given));
  const answer = await callDirectly("file.cached", cachedStates.cached, [], kwargs, context);
  if (isDict(answer) && !isTruthy(answer.get("result"))) return answer;
  return pythonStr((await context.call("cp.is_cached", [archive], { saltenv })) ?? "");
}

async function extract(
  request: ExtractRequest,
  cached: string,
  sum: Dict | undefined,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  const { directory, archive } = request;
  const before = keptSum(cached, context);
  const wanted = getString(sum, "hsum");
  if (request.skip_files_list_verify && before !== undefined && before === wanted) {
    const comment = `Archive ${withoutPassword(archive)} existing source sum is the same as the expected one and skip_files_list_verify argument was set to True. Extraction is not needed`;
    return isTrial(context) ? planned(directory, comment) : done(directory, comment);
  }
  if (isTruthy(request.source_hash) && request.source_hash_update && !request.skip_verify)
    await keepSum(cached, context);
  await refuseEncrypted(request, cached, context);
  const contents = await listArchive(request, cached, context);
  if (request.enforce_toplevel) requireToplevel(request, contents);
  if (request.clean && request.clean_parent)
    return failed(directory, "Only one of 'clean' and 'clean_parent' can be set to True");
  const { isMissing, wrong } = compareContents(directory, contents);
  const removed = wrong.length > 0 ? clearWrong(request, wrong, context) : [];
  if ("result" in removed) return removed;
  const isUpdated = request.source_hash_update && before !== undefined && keptSum(cached, context) !== before;
  const isNeeded = request.overwrite || isMissing || removed.length > 0 || isUpdated;
  const reason = reasonOf(isUpdated && !request.overwrite && !isMissing, isMissing);
  const changes: MutableDict = new Map(removed.length > 0 ? [["removed", removed]] : []);
  if (!isNeeded) return finished(request, changes, await enforceOwners(request, contents, context), context);
  await requireSum(request, wanted, context);
  if (isTrial(context)) {
    const cleaning = request.clean ? ", after cleaning destination path(s)" : "";
    const what = `Archive ${withoutPassword(archive)} would be extracted to ${directory}`;
    return { ...planned(directory, `${what}${cleaning}${reason}`), changes };
  }
  return await extractNow(request, cached, contents, { changes, reason }, context);
}

function reasonOf(isUpdated: boolean, isMissing: boolean): string {
  if (isUpdated) return ", due to source_hash update";
  return isMissing ? ", due to absence of one or more files/dirs" : "";
}

async function refuseEncrypted(
  { format, password, directory, archive, saltenv }: ExtractRequest,
  cached: string,
  context: ExecutionContext,
): Promise<void> {
  if (format !== "zip" || isTruthy(password)) return;
  const isEncrypted = await context
    .call("archive.is_encrypted", [cached], { clean: false, saltenv })
    .catch(() => false);
  if (!isTruthy(isEncrypted)) return;
  const what = `Archive ${withoutPassword(archive)} is password-protected, but no password was specified`;
  throw new StateFault(directory, `${what}. Please set the 'password' argument.`);
}

/** An archive of this machine must have the checksum that was stated for it; others were looked at when fetched. */
async function requireSum(
  { isLocal, skip_verify, archive, directory }: ExtractRequest,
  wanted: string | undefined,
  context: ExecutionContext,
): Promise<void> {
  if (!isLocal || skip_verify || wanted === undefined) return;
  if (isTruthy(await context.call("file.check_hash", [archive, wanted]))) return;
  throw new StateFault(
    directory,
    `${withoutPassword(archive)} does not match the desired source_hash ${wanted}`,
  );
}

interface Started {
  readonly changes: MutableDict;
  readonly reason: string;
}

async function extractNow(
  request: ExtractRequest,
  cached: string,
  contents: ArchiveContents,
  { changes, reason }: Started,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { directory, archive } = request;
  clear(request, contents, changes);
  const isNew = !isDirectory(directory);
  if (isNew) {
    const kwargs = new Map(Object.entries({ name: directory, user: request.user, makedirs: true }));
    await callDirectly("file.directory", directoryStates.directory, [], kwargs, context);
  }
  let outcome: Awaited<ReturnType<typeof unpack>>;
  try {
    outcome = await unpack(request, cached, context);
  } catch (error) {
    if (isNew) removeEmpty(directory);
    throw error;
  }
  if ("failure" in outcome) return { ...failed(directory, ""), changes: outcome.failure };
  const owned = await enforceOwners(request, contents, context);
  if (!hasFiles(outcome.files))
    return { ...failed(directory, `No files were extracted from ${withoutPassword(archive)}`), changes };
  if (owned.isUpdated) changes.set("updated ownership", true);
  if (isNew) changes.set("directories_created", [directory]);
  changes.set("extracted_files", outcome.files);
  const trimmed = request.trim === null ? "" : `. Output was trimmed to ${request.trim} number of lines`;
  const comment = `${withoutPassword(archive)} extracted to ${directory}${reason}${trimmed}`;
  return withOwners({ ...done(directory, comment), changes }, comment, owned, request);
}

function clear(
  { directory, clean, clean_parent }: ExtractRequest,
  contents: ArchiveContents,
  changes: MutableDict,
): void {
  if (clean_parent) {
    rmSync(directory.replace(/\/+$/, ""), { recursive: true, force: true });
    if (!changes.has("removed"))
      changes.set("removed", `Directory ${directory} was removed prior to the extraction`);
  }
  if (!clean) return;
  const removed: Value[] = [];
  for (const path of [...contents.top.dirs, ...contents.top.files]) {
    const full = joinPaths(directory, path);
    if (!exists(full.replace(/\/+$/, ""))) continue;
    rmSync(full.replace(/\/+$/, ""), { recursive: true, force: true });
    removed.push(full);
  }
  if (removed.length > 0) changes.set("removed", removed);
}

function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Something was unpacked before it went wrong: it stays for a look.
  }
}

function finished(
  request: ExtractRequest,
  changes: MutableDict,
  owned: OwnershipOutcome,
  context: ExecutionContext,
): StateAnswer {
  const { directory } = request;
  if (owned.isUpdated) changes.set("updated ownership", true);
  const present = "All files in archive are already present";
  if (!isTrial(context) || !owned.isUpdated)
    return withOwners({ ...done(directory, present), changes }, present, owned, request);
  const comment = `${present}. Ownership would be updated on one or more files/directories.`;
  return { ...planned(directory, comment), changes };
}

function withOwners(
  answer: StateAnswer,
  comment: string,
  { missing, failed: refused }: OwnershipOutcome,
  { if_missing }: ExtractRequest,
): StateAnswer {
  const list = (paths: readonly string[]): string => paths.map((path) => `\n- ${path}`).join("");
  const trying = "\n\nWhile trying to enforce user/group ownership, ";
  const isWrong = (missing.length > 0 && if_missing === null) || refused.length > 0;
  return {
    ...answer,
    result: isWrong ? false : answer.result,
    comment: [
      comment,
      missing.length > 0 ? `${trying}the following paths were missing:\n${list(missing)}` : "",
      refused.length > 0
        ? `${trying}Salt was unable to change ownership on the following paths:\n${list(refused)}`
        : "",
    ].join(""),
  };
}
