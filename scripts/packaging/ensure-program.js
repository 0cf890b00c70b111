/**
 * Programs of Debian that packaging needs.
 */
import { spawnSync } from "node:child_process";
import { mustRun } from "./node-package.js";

/**
 * Installs a Debian package when a program is not there; what the package recommends comes with it only where that is asked
 * for. Needs root then. Throws what `mustRun` throws.
 */
export function ensureProgram(program, name, { recommended = false } = {}) {
  if (spawnSync("sh", ["-c", 'command -v "$0"', program]).status === 0) return;
  // A bare machine has lists of packages that are old, or none.
  mustRun("apt-get", ["update", "-q"]);
  mustRun("apt-get", ["install", "-q", "-y", ...(recommended ? [] : ["--no-install-recommends"]), name]);
}
