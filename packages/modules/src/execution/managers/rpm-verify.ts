/**
 * Files that differ from what their packages brought.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import { runProgram } from "../program/run-program.js";

/** What each place of rpm's line of marks stands for: for `verify`, and for `modified`. */
const MARKS: readonly (readonly [mark: string, verify: string, modified: string])[] = [
  ["S", "size", "size"],
  ["M", "mode", "mode"],
  ["5", "md5sum", "checksum"],
  ["D", "device major/minor number", "device"],
  ["L", "readlink path", "symlink"],
  ["U", "user", "owner"],
  ["G", "group", "group"],
  ["T", "mtime", "time"],
  ["P", "capabilities", "capabilities"],
];
const TYPES: Readonly<Record<string, string>> = {
  c: "config",
  d: "doc",
  g: "ghost",
  l: "license",
  r: "readme",
};
const LINE = /^(?:(missing) +|(\S{8,9}) +)(?:([cdglr]) )? *(\/.*?)(?: \(.*\))?$/;

/** One file that differs. */
interface Difference {
  readonly path: string;
  /** rpm's marks; undefined when the file is missing. */
  readonly marks: string | undefined;
  readonly type: string | undefined;
}

/** Asks rpm; of all packages when none is named. Throws CommandExecutionError. */
async function differences(
  names: readonly string[],
  options: readonly string[],
  context: ExecutionContext,
): Promise<readonly Difference[]> {
  const words = ["rpm", ...options, ...(names.length === 0 ? ["-Va"] : ["-V", ...names])];
  const { retcode, stdout, stderr } = await runProgram(words, context, { env: { LC_ALL: "C.UTF-8" } });
  if (stdout.trim() === "" && retcode !== 0)
    throw new CommandExecutionError(`Failed to verify package(s)${stderr === "" ? "" : `: ${stderr}`}`);
  return stdout.split("\n").flatMap((line): Difference[] => {
    const [, , marks, type, path] = LINE.exec(line) ?? [];
    return path === undefined ? [] : [{ path, marks, type }];
  });
}

/** What differs by path, as `lowpkg.verify` tells it. */
export async function verifiedFiles(
  names: readonly string[],
  ignoredTypes: readonly string[],
  options: readonly string[],
  context: ExecutionContext,
): Promise<Plain> {
  const found = new Map<string, Plain>();
  for (const { path, marks, type } of await differences(names, options, context)) {
    const kind = type === undefined ? undefined : TYPES[type];
    if (kind !== undefined && ignoredTypes.includes(kind)) continue;
    const what: Plain = marks === undefined ? { missing: true } : { mismatch: told(marks, 1) };
    found.set(path, kind === undefined ? what : { ...what, type: kind });
  }
  return found;
}

/** What differs by path, as `lowpkg.modified` tells it. */
export async function modifiedFiles(
  names: readonly string[],
  context: ExecutionContext,
): Promise<Map<string, string[]>> {
  const found = await differences(names, [], context);
  return new Map(
    found
      .filter(({ marks }) => marks !== undefined)
      .map(({ path, marks = "", type }) => [path, [...told(marks, 2), ...(type === "c" ? ["config"] : [])]]),
  );
}

function told(marks: string, words: 1 | 2): string[] {
  return MARKS.filter(([mark], place) => marks[place] === mark).map((row) => row[words]);
}
