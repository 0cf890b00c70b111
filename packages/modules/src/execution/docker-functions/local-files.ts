/**
 * Files of this machine that go into containers and images, or come out of them.
 */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, errorText, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";

/** The path of a file on this machine; one of the file server is fetched. Throws CommandExecutionError. */
export async function cachedFile(source: string, context: ExecutionContext): Promise<string> {
  if (!source.startsWith("salt://")) return source;
  const path = await context.call("cp.cache_file", [source]);
  if (!isTruthy(path)) throw new CommandExecutionError(`Unable to cache ${source}`);
  return pythonStr(path);
}

/** The path itself when it is one of a regular file. Throws CommandExecutionError that names `shown`. */
export function regularFile(path: string, shown: string): string {
  if (!isAbsolute(path) || !existsSync(path) || !statSync(path).isFile())
    throw new CommandExecutionError(`Source file ${shown} does not exist`);
  return path;
}

/** Makes sure that a file can be written. Throws SaltInvocationError and CommandExecutionError. */
export function readyToWrite(
  path: string,
  { overwrite, makedirs }: { readonly overwrite: boolean; readonly makedirs: boolean },
): void {
  if (!isAbsolute(path)) throw new SaltInvocationError(`Path '${path}' is not absolute`);
  if (existsSync(path) && !overwrite) throw new CommandExecutionError(`${path} already exists`);
  const parent = dirname(path);
  if (existsSync(parent) && statSync(parent).isDirectory()) return;
  if (!makedirs) {
    throw new CommandExecutionError(
      `Parent dir ${parent} of destination path does not exist. Use makedirs=True to create it.`,
    );
  }
  try {
    mkdirSync(parent, { recursive: true });
  } catch (error) {
    throw new CommandExecutionError(`Unable to make parent dir ${parent}: ${errorText(error)}`);
  }
}
