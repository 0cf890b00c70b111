/**
 * Making a file be what a state wants: contents, owner, permissions.
 */
import type { Stats } from "node:fs";
import { chmodSync, lstatSync, readFileSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  get,
  getDict,
  getList,
  getString,
  isDict,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { digestsOf } from "../../files/file-client.js";
import { backupRoot, keepBackup } from "./backup-file.js";
import type { WantedPerms } from "./check-perms.js";
import { checkPerms, isTest } from "./check-perms.js";
import { areTemplatesSecret, diffContents, diffFiles } from "./diff-files.js";
import { makeParents } from "./directories.js";
import { namedEncoding } from "./encoding.js";
import { digestName, hashFile } from "./hash-file.js";
import { dirName, exists, expandUser, isDirectory, realPath } from "./paths.js";
import { schemeOf } from "./source-sum.js";
import { systemErrorText } from "./system-error.js";
import { replaceContents } from "./text-file.js";

/** The arguments of `file.manage_file`. */
export interface ManageRequest extends WantedPerms {
  readonly name: string;
  readonly sfn: Value;
  readonly ret: Value;
  readonly source: Value;
  readonly sourceSum: Value;
  readonly saltenv: Value;
  readonly backup: Value;
  readonly makedirs: boolean;
  readonly showChanges: boolean;
  readonly contents: Value;
  readonly dirMode: Value;
  readonly skipVerify: boolean;
  readonly keepMode: boolean;
  readonly encoding: string | null;
  /** What to do about characters that the encoding lacks, `strict` where not given. */
  readonly encodingErrors?: string | null;
  readonly verifySsl: boolean;
  readonly useEtag: boolean;
}

/** Ends the work with a state's return that says why. */
class ManageFault extends CommandExecutionError {}

/** One call while it runs. */
interface Managing {
  readonly request: ManageRequest;
  readonly context: ExecutionContext;
  readonly name: string;
  readonly ret: MutableDict;
  readonly changes: MutableDict;
  /** Bytes of `contents`, in the encoding asked for. */
  readonly contents: Uint8Array | null;
}

/** Makes the file be as asked; gives the state's return. */
export async function manageFile(request: ManageRequest, context: ExecutionContext): Promise<Dict> {
  const name = expandUser(request.name);
  const given = isDict(request.ret) && request.ret.size > 0 ? request.ret : undefined;
  const ret: MutableDict = new Map(given ?? dict({ name, comment: "", result: true }));
  const changes: MutableDict = new Map(getDict(ret, "changes") ?? []);
  ret.set("changes", changes);
  const managing: Managing = { request, context, name, ret, changes, contents: encoded(request) };
  try {
    const source = await sourceOf(managing);
    const mode = await modeOf(managing);
    const there = kindOf(name);
    return there === undefined
      ? await create(managing, source, mode)
      : await change(managing, source, mode, there);
  } catch (error) {
    if (!(error instanceof ManageFault)) throw error;
    return ret.set("result", false).set("comment", error.message);
  }
}

function encoded({ contents, encoding, encodingErrors }: ManageRequest): Uint8Array | null {
  if (contents === null) return null;
  if (contents instanceof Uint8Array) return contents;
  return encoding === null
    ? Buffer.from(pythonStr(contents))
    : namedEncoding(encoding, encodingErrors).encode(pythonStr(contents));
}

/** The source on this machine and its checksum; undefined when there is none. */
interface Source {
  readonly path: string;
  readonly kind: string;
  readonly hsum: string | undefined;
}

async function sourceOf({ request, context }: Managing): Promise<Source | undefined> {
  if (!isTruthy(request.source)) {
    return isTruthy(request.sfn)
      ? { path: pythonStr(request.sfn), kind: "sha256", hsum: undefined }
      : undefined;
  }
  const kind = getString(request.sourceSum, "hash_type") ?? getString(context.opts, "hash_type") ?? "sha256";
  if (isTruthy(request.sfn)) {
    return { path: pythonStr(request.sfn), kind, hsum: getString(request.sourceSum, "hsum")?.toLowerCase() };
  }
  const options = { verify_ssl: request.verifySsl };
  const cached = await context.call("cp.cache_file", [request.source, request.saltenv], options);
  if (!isTruthy(cached)) throw new ManageFault(`Source file '${pythonStr(request.source)}' not found`);
  const path = pythonStr(cached);
  return { path, kind, hsum: await digestsOf(context.memory).of(path, digestName(kind)) };
}

async function modeOf({ request, context }: Managing): Promise<Value> {
  const scheme = schemeOf(isTruthy(request.source) ? pythonStr(request.source) : "");
  if (!request.keepMode || !isTruthy(request.source) || !["salt", "file", ""].includes(scheme))
    return request.mode;
  return await context.call("cp.stat_file", [request.source], { saltenv: request.saltenv, octal: true });
}

/** What comes from the net must have the checksum that was stated for it. */
async function verify({ request, name }: Managing, source: Source, isNew = false): Promise<void> {
  const url = isTruthy(request.source) ? pythonStr(request.source) : "";
  if (url === "" || schemeOf(url) === "salt" || request.skipVerify || request.useEtag) return;
  if (source.hsum === undefined) return;
  const actual = await hashFile(source.path, source.kind);
  if (actual === source.hsum) return;
  const sums = (what: string): string =>
    `Specified ${source.kind} checksum for ${what} (${source.hsum}) does not match actual checksum (${actual})`;
  if (isNew) throw new ManageFault(sums(name));
  throw new ManageFault(
    `${sums(url)}. If the 'source_hash' value refers to a remote file with multiple possible matches, then it may be necessary to set 'source_hash_name'.`,
  );
}

/** Whether there is a file or a link, by one look at it; undefined for neither. */
function kindOf(path: string): "file" | "link" | undefined {
  const stats = statIfThere(path);
  if (stats?.isSymbolicLink() === true) return "link";
  return stats?.isFile() === true ? "file" : undefined;
}

function statIfThere(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // Below a file there is nothing, or this account may not look.
    return undefined;
  }
}

async function change(
  managing: Managing,
  source: Source | undefined,
  mode: Value,
  kind: "file" | "link",
): Promise<Dict> {
  const { request, name, changes, context } = managing;
  const isFollowed = kind === "link" && request.followLinks;
  const isKeptLink = kind === "link" && !request.followLinks;
  const real = isFollowed ? realPath(name) : name;
  if (source !== undefined && isTruthy(request.source) && !isKeptLink) {
    const isThere = !isFollowed || exists(real);
    const isSame = isThere && (await hashFile(real, source.kind)) === source.hsum;
    if (!isSame) {
      await verify(managing, source);
      await noteDifference(managing, real, source.path);
      await commit(managing, real, readFileSync(source.path));
    }
  }
  if (managing.contents !== null) await changeContents(managing, real, managing.contents);
  if (isKeptLink && source !== undefined) {
    await verify(managing, source);
    await commit(managing, name, readFileSync(source.path));
    changes.set("diff", "Replace symbolic link with regular file");
  }
  const { ret } = await checkPerms(name, managing.ret, wantedPerms(request, mode), context);
  const hasChanges = (getDict(ret, "changes")?.size ?? 0) > 0;
  if (hasChanges) ret.set("comment", `File ${name} updated`);
  else if (isTruthy(ret.get("result"))) ret.set("comment", `File ${name} is in the correct state`);
  return ret;
}

function wantedPerms({ user, group, attrs, followLinks, label }: ManageRequest, mode: Value): WantedPerms {
  return { user, group, mode, attrs, followLinks, label };
}

async function noteDifference(managing: Managing, real: string, other: string): Promise<void> {
  const { request, changes, context } = managing;
  if (await areTemplatesSecret(context)) changes.set("diff", "<Obfuscated Template>");
  else if (!request.showChanges) changes.set("diff", "<show_changes=False>");
  else {
    const plain = { hashes: [null, null] as const, saltenv: "base", showNames: false, showChanges: true };
    const wanted = { ...plain, files: [real, other] as const, isTemplate: false };
    const diff = await noted(managing, () => diffFiles(wanted, context));
    if (diff !== "") changes.set("diff", diff);
  }
}

/** A difference that cannot be told is a warning, and counts as none. */
async function noted({ ret }: Managing, work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    const warnings = getList(ret, "warnings") ?? [];
    ret.set("warnings", [...warnings, `Failed to detect changes to file: ${error.message}`]);
    return "";
  }
}

async function changeContents(managing: Managing, real: string, contents: Uint8Array): Promise<void> {
  const { request, changes, context } = managing;
  const diff = await noted(managing, () =>
    diffContents(real, contents, { showChanges: request.showChanges, isTemplate: true }, context),
  );
  if (diff === "") return;
  changes.set("diff", diff);
  await commit(managing, real, contents);
}

/** Puts contents into place, after a copy of the old ones where that is asked. */
async function commit({ request, context }: Managing, path: string, bytes: Uint8Array): Promise<void> {
  // Only what is there can be kept.
  const kind = exists(path) ? await context.call("config.backup_mode", [request.backup]) : "";
  try {
    if (kind === "minion" || kind === "both") keepBackup(path, backupRoot(context));
    replaceContents(path, bytes);
  } catch (error) {
    throw new ManageFault(`Failed to commit change: ${systemErrorText(error)}`, { cause: error });
  }
}

async function create(managing: Managing, source: Source | undefined, mode: Value): Promise<Dict> {
  const { request, context, name, ret, changes } = managing;
  if (source !== undefined) await verify(managing, source, true);
  if (!isDirectory(dirName(name))) {
    if (!request.makedirs) throw new ManageFault("Parent directory not present");
    await makeParents(name, { ...request, mode: directoryMode(request.dirMode, mode) }, context);
  }
  if (source !== undefined) changes.set("diff", "New file");
  else if (!isTest(context) && managing.contents === null) {
    changes.set("new", `file ${name} created`);
    ret.set("comment", "Empty file");
  } else if (!isTest(context)) changes.set("diff", "New file");
  const bytes = managing.contents ?? (source === undefined ? Buffer.alloc(0) : readFileSync(source.path));
  if (!isTest(context) || source !== undefined || managing.contents !== null)
    await commit(managing, name, bytes);
  // As in Salt, the permissions that a new file gets anyway are a change when all of it comes from a source.
  const isCopied = source !== undefined && managing.contents === null;
  if (exists(name) && mode === null && !isCopied) chmodSync(name, defaultMode());
  const checked = exists(name)
    ? (await checkPerms(name, ret, wantedPerms(request, mode ?? defaultMode().toString(8)), context)).ret
    : ret;
  const hasChanges = (getDict(checked, "changes")?.size ?? 0) > 0;
  if (!isTruthy(get(checked, "comment"))) checked.set("comment", `File ${name} updated`);
  if (isTest(context)) checked.set("comment", `File ${name} not updated`);
  else if (!hasChanges && isTruthy(checked.get("result")))
    checked.set("comment", `File ${name} is in the correct state`);
  return checked;
}

/** Directories above a file may be searched by whoever may do anything with it. */
function directoryMode(given: Value, mode: Value): Value {
  if (given !== null || mode === null) return given;
  return [...pythonStr(mode).slice(-3)]
    .map((digit) => (digit === "0" ? digit : String(Number(digit) | 1)))
    .join("");
}

function defaultMode(): number {
  return 0o666 & ~process.umask();
}
