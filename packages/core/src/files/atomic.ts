/**
 * Writing files whole or not at all.
 */
import { SaltError } from "../base/errors.js";

/** How a file is written. */
export interface AtomicOptions {
  /** Permission bits the file has from the start; 0600 when absent. */
  readonly mode?: number;
  /** Waits until the disk has the data. */
  readonly fsync?: boolean;
}

/** Writes a file under another name and renames it: readers see the old content or the new. Synchronous. */
export function writeFileAtomic(_path: string, _data: string | Uint8Array, _options: AtomicOptions = {}): void { throw new SaltError("NOT_READY", "This part is being written"); }
