/**
 * Whether SELinux is in force, now and from the next start on.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { CommandExecutionError, isInt } from "@salt/core";
import { systemErrorText } from "../file-functions/system-error.js";

const CONFIG_FILE = "/etc/selinux/config";
const MODES: readonly string[] = ["enforcing", "permissive", "disabled"];

/** Where the kernel shows SELinux; null when it is not in force. */
export function selinuxPath(): string | null {
  return ["/sys/fs/selinux", "/selinux"].find((path) => existsSync(`${path}/enforce`)) ?? null;
}

/** The mode that is in force. */
export function currentMode(): string {
  const path = selinuxPath();
  if (path === null) return "Disabled";
  return readFileSync(`${path}/enforce`, "utf8").trim() === "0" ? "Permissive" : "Enforcing";
}

/** The mode from the next start on; null when no file says so. */
export function configuredMode(): string | null {
  if (!existsSync(CONFIG_FILE)) return null;
  const line = readFileSync(CONFIG_FILE, "utf8")
    .split("\n")
    .find((one) => one.trim().startsWith("SELINUX="));
  const mode = line?.split("=")[1]?.trim().toLowerCase();
  return mode === undefined ? null : `${mode.slice(0, 1).toUpperCase()}${mode.slice(1)}`;
}

/** Sets the mode, now and in the file; the mode then. Throws CommandExecutionError when it cannot be written. */
export function setMode(given: Value): string {
  const word =
    typeof given === "string"
      ? given.toLowerCase()
      : isInt(given) || typeof given === "boolean"
        ? modeOf(given)
        : "";
  if (!MODES.includes(word)) return `Invalid mode ${String(given)}`;
  const path = selinuxPath();
  if (path !== null) write(`${path}/enforce`, word === "enforcing" ? "1" : "0", "enforce");
  if (!existsSync(CONFIG_FILE))
    throw new CommandExecutionError(
      `Could not read SELinux config file: [Errno 2] No such file or directory: '${CONFIG_FILE}'`,
    );
  const text = readFileSync(CONFIG_FILE, "utf8");
  write(CONFIG_FILE, text.replace(/^SELINUX=.*$/m, `SELINUX=${word}`), "config");
  return currentMode();
}

function modeOf(given: number | bigint | boolean): string {
  return Number(given) === 0 ? "permissive" : "enforcing";
}

function write(path: string, text: string, what: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CommandExecutionError(`Could not write SELinux ${what} file: ${systemErrorText(error)}`);
  }
}
