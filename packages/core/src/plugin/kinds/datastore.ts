/**
 * The minion's own store of data: what the execution module `data` reads and writes.
 */
import type { Dict } from "../../base/value.js";

/** Keeps one map for a minion, from job to job and over restarts. */
export interface Datastore {
  /** The map; an empty one when there is none. Throws SaltError when it cannot be read. */
  read(): Dict;
  /** Puts another map in its place. Throws SaltError. */
  write(data: Dict): void;
  /** Removes it. */
  clear(): void;
}
