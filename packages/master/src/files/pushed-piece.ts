/**
 * What a minion sends with `_file_recv`: one piece of a file.
 */
import type { Dict } from "@salt/core";
import { isList } from "@salt/core";
import { asBytes } from "@salt/wire";

/** A piece of a file, checked. */
export interface PushedPiece {
  /** Names of directories and of the file; none leads upwards or out. */
  readonly path: readonly string[];
  /** Where the piece begins. */
  readonly loc: number;
  readonly data: Uint8Array;
}

/** How deep a path may be, and how long each name, in UTF-16 units. */
const MAX_PARTS = 64;
const MAX_NAME = 255;

/** Reads a load; undefined for what is no piece of a file below the minion's own directory. */
export function readPushedPiece(load: Dict): PushedPiece | undefined {
  const path = readPath(load.get("path"));
  const loc = load.get("loc");
  const data = asBytes(load.get("data"));
  if (path === undefined || data === undefined) return undefined;
  if (typeof loc !== "number" || !Number.isSafeInteger(loc) || loc < 0) return undefined;
  return { path, loc, data };
}

function readPath(value: unknown): readonly string[] | undefined {
  if (!isList(value) || value.length === 0 || value.length > MAX_PARTS) return undefined;
  const names = value.filter((name) => typeof name === "string");
  return names.length === value.length && names.every(isFileName) ? names : undefined;
}

function isFileName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && name.length <= MAX_NAME && !/[/\\\0]/.test(name);
}
