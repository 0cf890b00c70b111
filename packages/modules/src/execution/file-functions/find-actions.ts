/**
 * What `file.find` does with the files that it finds.
 */
import type { Stats } from "node:fs";
import { rmSync, unlinkSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { getString, isTruthy, pythonStr } from "@salt/core";
import { splitWords } from "../cmd/words.js";
import { groupOf, userOf } from "./accounts.js";
import { FindFault, typeLetter } from "./find-criteria.js";
import { hashFile } from "./hash-file.js";
import { baseName, isDirectory, isFile, isLink } from "./paths.js";

/** Does something with one file; undefined gives nothing to the answer. */
export type FindAction = (path: string, stat: () => Stats) => Promise<Plain | undefined>;

/** The action of an option; undefined for an option that is none. Throws FindFault. */
export function actionOf(
  key: string,
  given: Value,
  context: ExecutionContext,
  isTest: boolean,
): FindAction | undefined {
  if (key === "print") return printAction(pythonStr(given));
  if (key === "delete") return async (path) => deleteFound(path, isTest);
  return key === "exec" ? execAction(pythonStr(given), context) : undefined;
}

/** Gives facts of the files: path, name, size, type, mode, mtime, user, group, md5. */
export function printAction(format: string): FindAction {
  const names = format.split(/[\s,]+/).filter((name) => name !== "");
  const facts = names.length === 0 ? ["path"] : names;
  return async (path, stat) => {
    const found: Plain[] = [];
    for (const name of facts) {
      const fact = await factOf(name, path, stat);
      if (fact !== undefined) found.push(fact);
    }
    return found.length === 1 ? found[0] : found;
  };
}

async function factOf(name: string, path: string, stat: () => Stats): Promise<Plain | undefined> {
  if (name === "path") return path;
  if (name === "name") return baseName(path);
  if (name === "size") return stat().size;
  if (name === "type") return typeLetter(stat());
  if (name === "mode") return stat().mode & 0o777;
  if (name === "mtime") return Math.floor(stat().mtimeMs / 1000);
  if (name === "user") return userOf(stat().uid);
  if (name === "group") return groupOf(stat().gid);
  if (name !== "md5") return undefined;
  return stat().isFile() ? await hashFile(path, "md5") : "";
}

function deleteFound(path: string, isTest: boolean): string | undefined {
  if (isTest) return path;
  try {
    if (isFile(path) || isLink(path)) unlinkSync(path);
    else if (isDirectory(path)) rmSync(path, { recursive: true });
    return path;
  } catch {
    return undefined;
  }
}

/** Runs a command for each file; its path is one argument or a part of one, whatever is in it. */
function execAction(command: string, context: ExecutionContext): FindAction {
  const words = splitWords(command);
  if (words.length === 0) throw new FindFault('missing value for "exec" option');
  return async (path) => {
    const shown = command.replaceAll("{}", path);
    const filled = words.map((word, at) => (at === 0 ? word : word.replaceAll("{}", path)));
    try {
      const options = { python_shell: false, rstrip: false };
      const result = await context.call("cmd.run_all", [filled], options);
      const stdout = getString(result, "stdout") ?? "";
      return `${shown}:\n${stdout}\n`;
    } catch (error) {
      context.log.error({ path, error: String(error) }, "A command for a file that was found failed");
      return isTruthy(path) ? `${path}: Failed` : undefined;
    }
  };
}
