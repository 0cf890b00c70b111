/**
 * What is in an archive: directories, files and symbolic links.
 */
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, pythonStr } from "@salt/core";
import { programPath, runProgram } from "../program/run-program.js";
import { readZipMembers } from "./zip-members.js";

/** Paths in an archive; those of directories end with a slash. */
export interface Contents {
  readonly dirs: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly string[];
}

const KIND = 0o170000;
const LINK = 0o120000;
const DIRECTORY = 0o040000;
const TAR_ENDINGS = /\.(tar(\.(gz|bz2|xz|lzma))?|tgz|tbz2?|txz|tlz)$/i;
const BACKSLASH_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The format of an archive by the end of its name; undefined when that says nothing. */
export function formatOf(name: string): "tar" | "zip" | "rar" | undefined {
  if (TAR_ENDINGS.test(name)) return "tar";
  const ending = /\.(zip|rar)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === "zip" || ending === "rar" ? ending : undefined;
}

/**
 * The contents of a tar file, whatever it is compressed with. `decompress` is a program for what tar does not know.
 * Throws CommandExecutionError.
 */
export async function tarContents(
  name: string,
  path: string,
  decompress: string | null,
  context: ExecutionContext,
): Promise<Contents> {
  const words = ["--list", "--verbose", "--numeric-owner", "--quoting-style=c", "--absolute-names"];
  const command = [programPath("tar"), ...words, "--force-local", `--file=${path}`];
  const ask = (more: readonly string[]) =>
    runProgram([...command, ...more], context, { output_loglevel: "quiet", env: { LC_ALL: "C" } });
  let done = await ask([]);
  if (done.retcode !== 0 && decompress !== null && decompress !== "")
    done = await ask([`--use-compress-program=${decompress}`]);
  if (done.retcode !== 0)
    throw new CommandExecutionError(
      `Unable to list contents of ${name}. If this is an XZ-compressed tar archive, install XZ Utils to enable listing its contents. If it is compressed using something other than XZ, it may be necessary to specify CLI options to decompress the archive. See the documentation for details.`,
      { hint: done.stderr },
    );
  const found = { dirs: [] as string[], files: [] as string[], links: [] as string[] };
  for (const line of done.stdout.split("\n")) {
    const member = /"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    if (member === undefined) continue;
    const list = line.startsWith("d") ? found.dirs : line.startsWith("l") ? found.links : found.files;
    list.push(unquoted(member));
  }
  return found;
}

/** Undoes the quoting of C; octal numbers are bytes of UTF-8. */
function unquoted(text: string): string {
  const bytes = text.replace(/\\(\d{3}|.)/g, (_whole, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (BACKSLASH_ESCAPES[code] ?? code),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The contents of a zip file, with the directories that are only named in paths. */
export function zipContents(path: string): Contents {
  const [dirs, files, links] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { name, mode } of readZipMembers(path)) {
    const kind = mode & KIND;
    (kind === LINK ? links : kind === DIRECTORY ? dirs : files).add(name);
  }
  for (const name of [...files]) {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    if (folder === "") continue;
    dirs.add(folder);
    files.delete(folder);
  }
  return { dirs: [...dirs], files: [...files], links: [...links] };
}

/** The contents of a rar file. Throws CommandExecutionError. */
export async function rarContents(name: string, path: string, context: ExecutionContext): Promise<Contents> {
  const command = [programPath("rar"), "lt", "--", path];
  const output = pythonStr(await context.call("cmd.run", [command], { python_shell: false }));
  const members = [...output.matchAll(/Name:\s*([^\n]+)\s*Type:\s*([^\n]+)/g)];
  if (members.length === 0)
    throw new CommandExecutionError(`Failed to list ${name}, is it a rar file?: ${output}`);
  const dirs = members.filter(([, , kind]) => kind === "Directory").map(([, path = ""]) => `${path}/`);
  const files = members.filter(([, , kind]) => kind !== "Directory").map(([, path = ""]) => path);
  return { dirs, files, links: [] };
}
