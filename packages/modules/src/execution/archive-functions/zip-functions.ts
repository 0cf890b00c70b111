/**
 * Packing and unpacking zip files, with the names of what was done.
 */
import { chmodSync, mkdirSync, opendirSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { ExecutionContext, Plain } from "@salt/core";
import {
  CommandExecutionError,
  isTruthy,
  MalformedError,
  maybe,
  needed,
  SaltInvocationError,
} from "@salt/core";
import { rendered } from "../cp-functions/template.js";
import { exists, isDirectory } from "../file-functions/paths.js";
import { fileFn, isSystemError, systemErrorText } from "../file-functions/system-error.js";
import { plainName, programPath, runProgram } from "../program/run-program.js";
import { refusePassword } from "./program-functions.js";
import { namesOf, sourceFiles, trimmed } from "./sources.js";
import { readZipMembers } from "./zip-members.js";

/** So many names go to one call of a program. */
const NAMES_AT_ONCE = 500;
/** An archive with nothing in it. */
const EMPTY = Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]);
const template = maybe.str(null, "The renderer of names that are templates.");
const runas = maybe.str(null, "The account to do it as.");

/** The functions, by name. */
export const zipFunctions = {
  zip: fileFn({
    doc: "Packs files and directories; gives the names in the archive.",
    examples: ["salt '*' archive.zip /tmp/zipfile.zip /tmp/sourcefile1,/tmp/sourcefile2"],
    params: {
      zip_file: needed.str("The archive."),
      sources: needed.any("Files and patterns: a list, or a text with commas."),
      template,
      cwd: maybe.any(null, "The directory that names are relative to."),
      runas,
      zip64: maybe.bool(false, "Has no meaning here: large archives are made where needed."),
    },
    run: async (args, context): Promise<Plain> => {
      const [file = ""] = await rendered(context, args.template, [args.zip_file]);
      const files = sourceFiles(args.sources);
      const { cwd } = args;
      if (isTruthy(cwd) && !(typeof cwd === "string" && isAbsolute(cwd)))
        throw new SaltInvocationError("cwd must be absolute");
      if (!isTruthy(cwd) && files.some((path) => !isAbsolute(path)))
        throw new SaltInvocationError("Relative paths require the 'cwd' parameter");
      const root = typeof cwd === "string" && cwd !== "" ? cwd : "/";
      const names = files.map((path) => join(root, path)).flatMap((path) => namesBelow(path, root));
      await pack(plainName(file, "zip_file"), names, root, args.runas, context);
      return names;
    },
  }),
  unzip: fileFn({
    doc: "Unpacks a zip file; gives the names that were unpacked.",
    examples: ["salt '*' archive.unzip /tmp/zipfile.zip /home/strongbad/ excludes=file_1,file_2"],
    params: {
      zip_file: needed.str("The archive."),
      dest: needed.str("The directory to unpack to."),
      excludes: maybe.any(null, "What is left out: a list, or a text with commas."),
      options: maybe.str(null, "Has no meaning, here as in Salt."),
      template,
      runas,
      trim_output: maybe.any(false, "Shorten the list of files: to 100, or to a number."),
      password: maybe.any(null, "Not taken: everybody on the machine would see it."),
      extract_perms: maybe.bool(true, "Give files the permissions that they have in the archive."),
    },
    run: async (args, context): Promise<Plain> => {
      refusePassword(args.password);
      const [file = "", dest = ""] = await rendered(context, args.template, [args.zip_file, args.dest]);
      const excludes = isTruthy(args.excludes) ? namesOf(args.excludes) : [];
      const names = membersOf(plainName(file, "zip_file")).filter((name) => !excludes.includes(name));
      await unpack({ file, dest: plainName(dest, "dest"), excludes, runas: args.runas }, names, context);
      if (!args.extract_perms) usualModes(dest, names);
      return trimmed(names, args.trim_output);
    },
  }),
} as const;

/** The name of a path in the archive, and of everything below it; links to directories are not followed. */
function namesBelow(path: string, root: string): readonly string[] {
  const name = relative(root, path) || ".";
  if (!isDirectory(path)) return exists(path) ? [name] : [];
  const [files, folders]: [string[], string[]] = [[], []];
  const folder = opendirSync(path);
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) folders.push(below);
      else if (!isDirectory(below)) files.push(join(name, entry.name));
    }
  } finally {
    folder.closeSync();
  }
  return [`${name}/`, ...files, ...folders.flatMap((below) => namesBelow(below, root))];
}

async function pack(
  file: string,
  names: readonly string[],
  root: string,
  account: string | null,
  context: ExecutionContext,
): Promise<void> {
  const program = programPath("zip");
  rmSync(file, { force: true });
  if (names.length === 0) writeFileSync(file, EMPTY);
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const command = [program, "-q", file, "--", ...names.slice(at, at + NAMES_AT_ONCE)];
    const { retcode, stdout, stderr } = await runProgram(command, context, { cwd: root, runas: account });
    if (retcode !== 0)
      throw new CommandExecutionError(`Exception encountered creating zipfile: ${stderr || stdout}`);
  }
}

function membersOf(file: string): readonly string[] {
  try {
    return readZipMembers(file).map((member) => member.name);
  } catch (error) {
    if (!(error instanceof MalformedError) && !isSystemError(error)) throw error;
    const reason = isSystemError(error) ? systemErrorText(error) : error.message;
    throw new CommandExecutionError(`Exception encountered unpacking zipfile: ${reason}`);
  }
}

interface Unpacking {
  readonly file: string;
  readonly dest: string;
  readonly excludes: readonly string[];
  readonly runas: string | null;
}

async function unpack(
  { file, dest, excludes, runas: account }: Unpacking,
  names: readonly string[],
  context: ExecutionContext,
): Promise<void> {
  if (names.length === 0) return;
  const program = programPath("unzip");
  if (account === null) mkdirSync(dest, { recursive: true });
  // In its own language these are patterns.
  const patterns = excludes.map((name) => name.replace(/[\\*?[\]]/g, "\\$&"));
  const without = patterns.length === 0 ? [] : ["-x", ...patterns.map((one) => plainName(one, "excludes"))];
  const command = [program, "-o", "-qq", file, "-d", dest, ...without];
  const { retcode, stdout, stderr } = await runProgram(command, context, { runas: account });
  // One: there was a warning, and everything was unpacked.
  if (retcode > 1)
    throw new CommandExecutionError(`Exception encountered unpacking zipfile: ${stderr || stdout}`);
}

function usualModes(dest: string, names: readonly string[]): void {
  for (const name of names) {
    const path = join(dest, name);
    if (!relative(dest, path).startsWith("..") && exists(path))
      chmodSync(path, name.endsWith("/") ? 0o755 : 0o644);
  }
}
