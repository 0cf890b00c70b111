/**
 * Finding programs.
 */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where programs are looked for beside PATH, which services often have a short one of. */
const USUAL = ["/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
/** What the system call that starts a program takes when there is no PATH. */
const DEFAULT_PATH = "/bin:/usr/bin";

/** The path of a program, in the directories of PATH and then in the usual ones; undefined when there is none. */
export function findProgram(name: string): string | undefined {
  if (name === "") return undefined;
  if (isProgram(name)) return name;
  if (name.split("/").includes("..")) return undefined;
  const places = (process.env.PATH ?? "").split(delimiter);
  return [...places, ...USUAL].map((place) => join(place, name)).find(isProgram);
}

/** Why a program could not be started with this PATH, in the system's words; undefined when it can. */
export function startFault(name: string, path: string | undefined): string | undefined {
  const places = name.includes("/")
    ? [name]
    : (path ?? DEFAULT_PATH).split(delimiter).map((place) => join(place, name));
  if (places.some(isProgram)) return undefined;
  const isThere = places.some((place) => statSync(place, { throwIfNoEntry: false }) !== undefined);
  return isThere
    ? `[Errno 13] Permission denied: '${name}'`
    : `[Errno 2] No such file or directory: '${name}'`;
}

/** Whether a path is a file that may be executed. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
