/**
 * Unpacking archives.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { StateFault } from "../file-functions/answer.js";
import type { ExtractRequest } from "./request.js";

/** What was unpacked: the paths, or the outcome of a program that failed. */
export type Unpacked = { readonly files: Value } | { readonly failure: Value };

/** Unpacks into the directory, which is there. Throws CommandExecutionError. */
export async function unpack(
  request: ExtractRequest,
  cached: string,
  context: ExecutionContext,
): Promise<Unpacked> {
  const { directory: to, format, tarOptions: options, trim } = request;
  const trim_output = trim ?? false;
  if (format === "rar") return { files: await context.call("archive.unrar", [cached, to], { trim_output }) };
  if (format === "tar") return await untar(request, cached, context);
  const { password, extract_perms } = request;
  const files = request.withUnzip
    ? await context.call("archive.cmd_unzip", [cached, to], { options, trim_output, password })
    : await context.call("archive.unzip", [cached, to], { options, trim_output, password, extract_perms });
  return { files };
}

/** tar keeps itself from writing outside of the directory. */
async function untar(request: ExtractRequest, cached: string, context: ExecutionContext): Promise<Unpacked> {
  const { directory: cwd, tarOptions: options, trim } = request;
  const command =
    options === null
      ? ["tar", "xv", "--quoting-style=literal", "-f", cached]
      : ["tar", ...tarWords(request.directory, options), "-f", cached];
  const outcome = await context.call("cmd.run_all", [command], { cwd, python_shell: false });
  if (isTruthy(get(outcome, "retcode"))) {
    if (options !== null) return { failure: outcome };
    throw new StateFault(cwd, UNREADABLE);
  }
  const lines = pythonStr(get(outcome, "stdout") ?? "")
    .split("\n")
    .filter((line) => line !== "");
  const files = lines.slice(0, trim ?? lines.length);
  if (options === null) return { files: files.map((path) => path.replace(/\/+$/, "")) };
  return { files: files.length > 0 ? files : "no tar output so far" };
}

const UNREADABLE =
  "Failed to read from tar archive using Python's native tar file support. If archive is compressed using something other than gzip or bzip2, the 'options' argument may be required to pass the correct options to the tar command in order to extract the archive.";

/** The options as words, with those that make tar unpack and say what it does. */
function tarWords(name: string, options: string): readonly string[] {
  const words = [...options.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/["']/g, ""),
  );
  const given = words.filter((word) => !["v", "-v", "--verbose"].includes(word));
  const [first = "", ...rest] = given;
  if (options.split('"').length % 2 === 0 || options.split("'").length % 2 === 0)
    throw new StateFault(name, "No closing quotation");
  if (first === "" || first.startsWith("-")) return ["xv", ...given];
  return [`xv${first.replaceAll("x", "").replaceAll("f", "")}`, ...rest];
}

/** Whether anything was unpacked. */
export function hasFiles(files: Value): boolean {
  if (isList(files) || typeof files === "string") return files.length > 0;
  return isDict(files) && files.size > 0;
}
