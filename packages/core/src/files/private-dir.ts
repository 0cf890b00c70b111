/**
 * Directories that only their owner may enter.
 */
import { SaltError } from "../base/errors.js";

/** Makes a directory and those above it, and sets its mode. Throws ConfigError for a symlink, a file or another owner. Synchronous. */
export function ensurePrivateDir(_path: string, _mode = 0o700): void { throw new SaltError("NOT_READY", "This part is being written"); }
