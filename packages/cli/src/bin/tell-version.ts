/**
 * Answers `--version` before anything else is loaded: scripts ask for it often.
 */
import { writeSync } from "node:fs";
import { versionLine } from "../commands/version.js";

/** Prints the version when that is all that was asked for; whether it was. */
export function tellVersion(program: string): boolean {
  if (process.argv.length !== 3 || process.argv[2] !== "--version") return false;
  writeSync(1, versionLine(program));
  return true;
}
