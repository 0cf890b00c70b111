/**
 * The master's data cache: packed values in banks, in the file layout of Salt's `localfs` cache.
 */
import type { Value } from "../../base/value.js";

/** Reads and writes cached values. Banks are paths such as `minions/web1`. */
export interface DataCache {
  /** Keeps a value. Throws SaltInvocationError for names that leave the cache. */
  store(bank: string, key: string, value: Value): void;
  /** The value of a key; undefined when there is none. */
  fetch(bank: string, key: string): Value | undefined;
  /** The keys and banks in a bank, sorted. */
  list(bank: string): readonly string[];
  /** Removes a key, or without one the whole bank; whether something was there. */
  flush(bank: string, key?: string): boolean;
}
