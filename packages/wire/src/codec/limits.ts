/**
 * What the codec lets through: dialects, depth, number of containers, and the errors for the rest.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/**
 * `wire`: the raw dialect of the ports, text and bytes both in the str family. `ipc`: today's msgpack with str8
 * and bin, of the event bus and of files.
 */
export type Dialect = "wire" | "ipc";

/** Levels of lists and maps by default; the reference's own packer stops at 511. */
export const DEFAULT_DEPTH = 512;

/** Levels that no option exceeds: coder and decoder call themselves, and this many calls fit on any stack. */
export const MAX_DEPTH = 1024;

/**
 * Lists and maps in one message by default. An empty map is one byte on the wire and some 200 in memory, so bytes
 * alone bound nothing.
 */
export const DEFAULT_CONTAINERS = 1_000_000;

/** A value cannot be packed: it contains itself, is too deep, or holds something msgpack has no form for. */
export class EncodeError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("ENCODE", message, options);
  }
}
