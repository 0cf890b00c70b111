/**
 * Where the Python program lies.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PythonProcessError } from "./errors.js";

/** The file that python3 runs: beside the bundle of a command, or in this package. Throws PythonProcessError. */
export function hostProgram(): string {
  for (const place of ["./python/run.py", "../python/run.py"]) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new PythonProcessError("The program that runs Python modules is not installed", {
    hint: "Install again, or run 'npm run build' in the source tree.",
  });
}

/** The directory with the plugins in Python that come along, of the kind that a folder's name says. */
export function ownPluginDir(folder: string): string {
  return join(dirname(hostProgram()), "plugins", folder);
}
