/**
 * Where packages come from.
 */
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import type { Plain, Value } from "@salt/core";
import { CommandExecutionError, fn, isTruthy, maybe, needed } from "@salt/core";
import { replaceContents } from "../file-functions/text-file.js";
import { keyFunctions } from "./key-functions.js";
import { addArchive, archiveLine } from "./personal-archive.js";
import { refreshLists } from "./refresh.js";
import type { Repository } from "./repositories.js";
import { parseRepository, shownRepository } from "./repositories.js";
import { importKeys } from "./repository-keys.js";
import { isTrusted, lineOf, parsed, withOptions } from "./repository-line.js";
import { readRepositories } from "./repository-list.js";
import { removeFromBlock, writeBlock } from "./source-blocks.js";

const repo = needed.str("The line of the source, e.g. `deb http://deb.debian.org/debian bookworm main`.");

export const repositoryFunctions = {
  ...keyFunctions,
  list_repos: fn({
    doc: "The sources of packages, by their address.",
    examples: ["salt '*' pkg.list_repos"],
    varkw: "kwargs",
    run: (): Plain => {
      const found = new Map<string, Plain[]>();
      for (const one of readRepositories().filter((each) => !each.disabled || each.uri.includes("://")))
        found.set(one.uri, [...(found.get(one.uri) ?? []), shownRepository(one)]);
      return found;
    },
  }),
  get_repo: fn({
    doc: "One source of packages; nothing when it is not there.",
    examples: ["salt '*' pkg.get_repo 'deb http://deb.debian.org/debian bookworm main'"],
    params: { repo },
    varkw: "kwargs",
    run: (args, context): Plain => {
      const wanted = parseRepository(archiveLine(args.repo, context) ?? args.repo, "");
      if (wanted === undefined) return {};
      return foundRepository(wanted);
    },
  }),
  mod_repo: fn({
    doc: "Adds a source of packages, or changes whether it is used and which parts of it are.",
    examples: [
      "salt '*' pkg.mod_repo 'deb http://deb.debian.org/debian bookworm main' file=/etc/apt/sources.list.d/main.list",
    ],
    params: {
      repo,
      saltenv: maybe.str("base", "The environment of keys on the master."),
      aptkey: maybe.bool(true, "Keep keys with `apt-key`, where it is there; else in the file of signed-by."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const isFresh = isTruthy(kwargs.get("refresh_db") ?? kwargs.get("refresh") ?? true);
      if (args.repo.startsWith("ppa:")) return await addArchive(args.repo, kwargs, isFresh, context);
      const given = parsed(args.repo, context);
      const keys = { signedby: given.signedby, aptkey: args.aptkey, isTrusted: isTrusted(given, kwargs) };
      await importKeys({ ...keys, saltenv: args.saltenv ?? "base", kwargs }, context);
      const named = withOptions(given, kwargs);
      const wanted = { ...named, comps: [...new Set([...given.comps, ...named.comps])] };
      const file = writeRepository(wanted, kwargs);
      if (isFresh) await refreshLists(0, false, context);
      if (file.endsWith(".sources")) return { [args.repo]: foundRepository(given) };
      // As in Salt: the line is the one that was asked for, with its end, and the release is not told apart.
      const { dist: _release, ...shown } = shownRepository({ ...wanted, file, line: `${args.repo}\n` });
      return { [args.repo]: shown };
    },
  }),
  del_repo: fn({
    doc: "Removes a source of packages.",
    examples: ["salt '*' pkg.del_repo 'deb http://deb.debian.org/debian bookworm main'"],
    params: { repo },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const wanted = parsed(args.repo, context);
      const found = readRepositories().filter((one) => isSame(one, wanted) && overlaps(one, wanted));
      if (found.length === 0)
        throw new CommandExecutionError(`Repo ${args.repo} doesn't exist in the sources.list(s)`);
      // From the end, so that the blocks of a file keep their places.
      for (const one of [...found].reverse()) removeParts(one, wanted.comps);
      if (isTruthy(kwargs.get("refresh") ?? true)) await refreshLists(0, false, context);
      const files = [...new Set(found.map(({ file }) => file))];
      const told = (file: string): string =>
        existsSync(file)
          ? `Repo '${args.repo}' has been removed from ${file}.\n`
          : `File ${file} containing repo '${args.repo}' has been removed.`;
      return files.map(told).join("");
    },
  }),
};

/** The source that is there for a line; nothing when there is none. */
function foundRepository(wanted: Repository): Plain {
  const found = readRepositories().find((one) => isSame(one, wanted) && sharesPart(one, wanted));
  return found === undefined ? {} : shownRepository(found);
}

/** Whether two lines are about the same source; its parts and options may differ. */
function isSame(left: Repository, right: Repository): boolean {
  const uri = (one: Repository): string => one.uri.replace(/\/+$/, "");
  return left.type === right.type && uri(left) === uri(right) && left.dist === right.dist;
}

/** Whether two lines of the same source have a part in common, or no parts are asked for. */
function sharesPart(found: Repository, wanted: Repository): boolean {
  return wanted.comps.length === 0 || wanted.comps.some((comp) => found.comps.includes(comp));
}

/** Puts the line where the source stands already, else at the end of its file; gives the file. */
function writeRepository(wanted: Repository, kwargs: ReadonlyMap<string, Value>): string {
  const isOld = (one: Repository): boolean =>
    isSame(one, wanted) &&
    (one.comps.length === 0 ||
      sharesPart(one, wanted) ||
      one.architectures.join() !== wanted.architectures.join());
  const old = readRepositories().find(isOld);
  const file = old?.file ?? (wanted.file === "" ? "/etc/apt/sources.list" : wanted.file);
  const isNew = !existsSync(file);
  if (file.endsWith(".sources")) writeBlock(file, old, wanted, kwargs);
  else writeLine(file, old, wanted);
  // apt reads it as an account of its own.
  if (isNew) chmodSync(file, 0o666 & ~process.umask());
  return file;
}

function writeLine(file: string, old: Repository | undefined, wanted: Repository): void {
  const text = contentsOf(file);
  const lines = text.split("\n");
  const at = old === undefined ? -1 : lines.findIndex((line) => line.trim() === old.line);
  if (at === -1)
    lines.splice(text.endsWith("\n") || text === "" ? lines.length - 1 : lines.length, 0, lineOf(wanted));
  else lines[at] = lineOf(wanted);
  replaceContents(file, Buffer.from(lines.join("\n").replace(/\n*$/, "\n")));
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Whether a removal is about a source: the same architectures, and parts in common or none at all. */
function overlaps(found: Repository, wanted: Repository): boolean {
  if (found.architectures.join() !== wanted.architectures.join()) return false;
  if (found.comps.length + wanted.comps.length === 0) return true;
  return wanted.comps.some((comp) => found.comps.includes(comp));
}

/** Takes parts out of the line of a source; the line too, when none is left, and the file with its last line. */
function removeParts(source: Repository, gone: readonly string[]): void {
  const { file, line } = source;
  if (source.block !== undefined) {
    removeFromBlock(file, source, gone);
    return;
  }
  const comps = source.comps.filter((comp) => !gone.includes(comp));
  const rest = contentsOf(file)
    .split("\n")
    .flatMap((one) => (one.trim() !== line ? [one] : comps.length > 0 ? [lineOf({ ...source, comps })] : []));
  if (file !== "/etc/apt/sources.list" && rest.every((one) => one.trim() === "")) rmSync(file);
  else replaceContents(file, Buffer.from(rest.join("\n")));
}
