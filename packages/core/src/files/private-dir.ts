/**
 * Directories that only their owner may enter.
 */
import type { Stats } from "node:fs";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { ConfigError, errorText } from "../base/errors.js";

/**
 * Makes a directory, and those above it, and gives it `mode`. Synchronous. Throws ConfigError when the path is a
 * symbolic link, a file or another account's, or cannot be made.
 */
export function ensurePrivateDir(path: string, mode = 0o700): void {
  const found = made(path, mode);
  if (found.isSymbolicLink())
    throw refusal(path, "is a symbolic link", "Give the directory that it leads to.");
  if (!found.isDirectory())
    throw refusal(path, "is not a directory", "Move the file away or give another path.");
  const account = process.getuid?.();
  // Root prepares directories of the account that the daemon will run as.
  if (account !== undefined && account !== 0 && found.uid !== account) {
    throw refusal(
      path,
      `belongs to account ${found.uid}`,
      `Run as that account, or give the directory to ${account}.`,
    );
  }
  if ((found.mode & 0o7777) !== mode) chmodSync(path, mode);
}

/**
 * Makes a directory below another, and those between them, so that only their owner may enter any of them. Throws as
 * `ensurePrivateDir`.
 */
export function ensurePrivateBelow(root: string, path: string): void {
  const parts = relative(root, path).split(sep);
  for (const end of parts.keys()) ensurePrivateDir(join(root, ...parts.slice(0, end + 1)));
}

function made(path: string, mode: number): Stats {
  try {
    const existing = lstatSync(path, { throwIfNoEntry: false });
    if (existing !== undefined) return existing;
    makeDirectory(path, mode);
    return lstatSync(path);
  } catch (error) {
    throw new ConfigError(`The directory ${path} cannot be made: ${errorText(error)}`, {
      hint: "Give a path this account may write, or make the directory beforehand.",
      cause: error,
    });
  }
}

/** Those above it that are missing may be passed through by others, who may have something below them too. */
function makeDirectory(path: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  mkdirSync(path, { recursive: true, mode });
}

function refusal(path: string, reason: string, hint: string): ConfigError {
  return new ConfigError(`The directory ${path} ${reason}`, { hint });
}
