/**
 * What is in an archive, and in what the directory differs from it.
 */
import { lstatSync, rmSync } from "node:fs";
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, get, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { joinPaths } from "../../execution/file-functions/paths.js";
import { isSystemError, systemErrorText } from "../../execution/file-functions/system-error.js";
import { planned, StateFault } from "../file-functions/answer.js";
import type { ExtractRequest } from "./request.js";

/** Paths in an archive, by kind. */
export interface ArchiveContents {
  readonly dirs: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly string[];
  readonly top: Readonly<Record<"dirs" | "files" | "links", readonly string[]>>;
}

/** Lists the archive. Throws StateFault. */
export async function listArchive(
  request: ExtractRequest,
  cached: string,
  context: ExecutionContext,
): Promise<ArchiveContents> {
  const { directory, format } = request;
  try {
    const found = await context.call("archive.list", [cached], {
      archive_format: format,
      options: request.list_options,
      strip_components: request.strip,
      clean: false,
      verbose: true,
      use_etag: request.use_etag,
    });
    const paths = (key: string): readonly string[] => textsOf(get(found, key) ?? null);
    const top = {
      dirs: paths("top_level_dirs"),
      files: paths("top_level_files"),
      links: paths("top_level_links"),
    };
    return { dirs: paths("dirs"), files: paths("files"), links: paths("links"), top };
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new StateFault(directory, `${error.message}${workarounds(request)}`);
  }
}

function textsOf(value: Value): readonly string[] {
  return isList(value) ? value.map(pythonStr) : [];
}

function workarounds(request: ExtractRequest): string {
  const { if_missing, enforce_ownership_on: owned, user, group, format } = request;
  const errors = [
    ...(isTruthy(if_missing) ? [] : ["'if_missing' must be set"]),
    ...(!isTruthy(owned) && (isTruthy(user) || isTruthy(group))
      ? ["Ownership cannot be managed without setting 'enforce_ownership_on'."]
      : []),
  ];
  if (errors.length === 0) return "";
  const head =
    format === "tar"
      ? "If the source archive is a tar archive compressed using a compression type not natively supported by the tar command, then setting the 'list_options' argument may allow the contents to be listed. Otherwise, if Salt is unable to determine the files/directories in the archive, the following workaround(s) would need to be used for this state to proceed"
      : "The following workarounds must be used for this state to proceed";
  const list = errors.map((error) => `\n- ${error}`).join("");
  return `\n\n${head} (assuming the source file is a valid ${format} archive):\n${list}`;
}

/** Refuses an archive that would spread over the directory. */
export function requireToplevel({ directory, format }: ExtractRequest, { top }: ArchiveContents): void {
  if (top.dirs.length <= 1 && top.files.length === 0) return;
  throw new StateFault(
    directory,
    `Archive does not have a single top-level directory. To allow this archive to be extracted, set 'enforce_toplevel' to False. To avoid a '${format}-bomb' it may also be advisable to set a top-level directory by adding it to the 'name' value (for example, setting 'name' to ${directory}some_dir instead of ${directory}).`,
  );
}

/** In what the directory differs. */
export interface Differences {
  readonly isMissing: boolean;
  /** Paths where something of another kind is. */
  readonly wrong: readonly string[];
}

/** Compares. Throws StateFault when a path cannot be looked at. */
export function compareContents(directory: string, contents: ArchiveContents): Differences {
  const wrong: string[] = [];
  let isMissing = false;
  const look = (path: string, kind: "dir" | "file" | "link"): void => {
    try {
      const stat = lstatSync(joinPaths(directory, path).replace(/\/+$/, ""));
      const is = stat.isDirectory() ? "dir" : stat.isSymbolicLink() ? "link" : "file";
      if (is !== kind) wrong.push(path);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === "ENOENT") isMissing = true;
      else if (error.code !== "ENOTDIR") throw new StateFault(directory, systemErrorText(error));
    }
  };
  for (const path of contents.dirs) look(path, "dir");
  for (const path of contents.files) look(path, "file");
  for (const path of contents.links) look(path, "link");
  return { isMissing, wrong };
}

/** Removes what is of another kind, where that is allowed; gives what was removed, or the answer of a trial. */
export function clearWrong(
  { directory, clean, clean_parent, force }: ExtractRequest,
  wrong: readonly string[],
  context: ExecutionContext,
): readonly string[] | StateAnswer {
  const list = `\n\n${wrong.map((path) => `- ${path}`).join("\n")}`;
  const head = `The below paths (relative to ${directory}) exist, but are the incorrect type (file instead of directory, symlink instead of file, etc.).`;
  if (isTrial(context) && clean)
    return planned(
      directory,
      `${head} Since the 'clean' option is enabled, the destination paths would be cleared and the archive would be extracted.${list}`,
    );
  if (isTrial(context) && clean_parent)
    return planned(
      directory,
      `${head} Since the 'clean_parent' option is enabled, the destination parent directory would be removed first and then re-created and the archive would be extracted`,
    );
  if (clean) return [];
  if (!force) {
    throw new StateFault(
      directory,
      `${head} To proceed with extraction, set 'force' to True. Note that this will remove these paths before extracting.${list}`,
    );
  }
  // A trial removes nothing: here Salt does.
  if (isTrial(context)) return [];
  return wrong.map((path) => {
    const full = joinPaths(directory, path);
    rmSync(full.replace(/\/+$/, ""), { recursive: true, force: true });
    return full;
  });
}
