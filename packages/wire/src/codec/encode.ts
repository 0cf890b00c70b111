/**
 * Values to msgpack, in either dialect.
 */
import type { Plain, Value } from "@salt/core";
import { Float } from "@salt/core";
import { formatDate } from "./date.js";
import type { Dialect } from "./limits.js";
import { DEFAULT_DEPTH, EncodeError } from "./limits.js";
import { totalBytes } from "./pieces.js";
import { Sink } from "./sink.js";

type PlainMap = ReadonlyMap<Value, Plain>;
type PlainObject = { readonly [key: string]: Plain };

/**
 * Packs a value. Plain objects count as maps with text keys; entries that are undefined are left out of maps and
 * null elsewhere. Ints of more than 64 bits become decimal text and dates extension 78, as the reference does. Throws EncodeError
 * for values that are more than 512 levels deep (so also for those that contain themselves) or have no form.
 */
export function encode(value: Plain, dialect: Dialect = "wire"): Buffer {
  const sink = new Sink(dialect === "ipc");
  pack(sink, value, 0);
  return sink.take();
}

/**
 * Packs a value as `encode` does, into pieces that follow one another: large bytes are pieces of their own, and the
 * same bytes that the value holds. Throws EncodeError.
 */
export function encodePieces(value: Plain): readonly Uint8Array[] {
  const sink = new Sink(false, true);
  pack(sink, value, 0);
  return sink.takePieces();
}

/** Packs bytes that come in pieces as one byte string. */
export function encodeBytes(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const sink = new Sink(false);
  sink.bytesHead(totalBytes(pieces));
  return [sink.take(), ...pieces];
}

function pack(sink: Sink, value: Plain, depth: number): void {
  if (typeof value === "string") sink.text(value);
  else if (typeof value === "number") packNumber(sink, value);
  else if (typeof value === "boolean") sink.byte(value ? 0xc3 : 0xc2);
  else if (value === null || value === undefined) sink.byte(0xc0);
  else if (typeof value === "bigint") packBigint(sink, value);
  else if (typeof value === "object") packObject(sink, value, depth + 1);
  else throw new EncodeError(`a ${typeof value} cannot be packed`);
}

function packNumber(sink: Sink, value: number): void {
  if (Number.isSafeInteger(value)) sink.int(value);
  else if (Number.isInteger(value)) packBigint(sink, BigInt(value));
  else sink.float(value);
}

function packBigint(sink: Sink, value: bigint): void {
  if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) sink.int(Number(value));
  else if (value >= 0n && value < 1n << 64n) sink.wide(0xcf, value);
  else if (value < 0n && value >= -(1n << 63n)) sink.wide(0xd3, value);
  else sink.text(String(value));
}

function packObject(sink: Sink, value: Exclude<Plain, undefined | null> & object, depth: number): void {
  if (value instanceof Map) packMap(sink, value, depth);
  else if (Array.isArray(value)) packList(sink, value, depth);
  else if (value instanceof Uint8Array) sink.bytes(value);
  else if (value instanceof Float) sink.float(value.value);
  else if (value instanceof Date) packDate(sink, value);
  else packPlainObject(sink, value as PlainObject, depth);
}

function packList(sink: Sink, list: readonly Plain[], depth: number): void {
  guardDepth(depth);
  sink.container(0x90, 0xdc, list.length);
  for (let i = 0; i < list.length; i++) pack(sink, list[i], depth);
}

function packMap(sink: Sink, map: PlainMap, depth: number): void {
  guardDepth(depth);
  let size = map.size;
  for (const value of map.values()) if (value === undefined) size--;
  sink.container(0x80, 0xde, size);
  for (const [key, value] of map) {
    if (value === undefined) continue;
    pack(sink, key, depth);
    pack(sink, value, depth);
  }
}

function packPlainObject(sink: Sink, object: PlainObject, depth: number): void {
  guardDepth(depth);
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  sink.container(0x80, 0xde, keys.length);
  for (const key of keys) {
    sink.text(key);
    pack(sink, object[key], depth);
  }
}

/** Always 24 bytes, which has no fixext form. */
function packDate(sink: Sink, date: Date): void {
  const text = Buffer.from(formatDate(date), "latin1");
  sink.sized(0xc7, 1, text.length);
  sink.byte(78);
  sink.raw(text);
}

function guardDepth(depth: number): void {
  if (depth > DEFAULT_DEPTH) throw new EncodeError("a value is nested too deeply, or contains itself");
}
