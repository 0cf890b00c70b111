/**
 * Values as sdb keeps them in a database: msgpack, as real Salt reads and writes it there.
 */
import type { Value } from "@salt/core";
import {
  float,
  isDict,
  isFloat,
  isInt,
  isList,
  MalformedError,
  pythonStr,
  SaltInvocationError,
  toValue,
} from "@salt/core";

/** How deep values may be, and how many entries a list or map may have. */
const MAX_DEPTH = 64;
const MAX_ENTRIES = 1_000_000;

/** Packs a value. Throws SaltInvocationError for what msgpack has no form for. */
export function packValue(value: Value, depth = 0): Buffer {
  if (depth > MAX_DEPTH) throw new SaltInvocationError("the value is too deep");
  if (value === null) return Buffer.of(0xc0);
  if (typeof value === "boolean") return Buffer.of(value ? 0xc3 : 0xc2);
  if (typeof value === "string") return sized(0xd9, Buffer.from(value));
  if (value instanceof Uint8Array) return sized(0xc4, Buffer.from(value));
  if (isInt(value)) return packInteger(BigInt(value));
  if (isFloat(value)) return number(0xcb, (bytes) => bytes.writeDoubleBE(Number(pythonStr(value))));
  if (isList(value))
    return Buffer.concat([counted(0xdd, value.length), ...value.map((one) => packValue(one, depth + 1))]);
  if (isDict(value)) {
    const parts = [...value].flatMap(([key, one]) => [packValue(key, depth + 1), packValue(one, depth + 1)]);
    return Buffer.concat([counted(0xdf, value.size), ...parts]);
  }
  throw new SaltInvocationError("this value cannot be kept in a database");
}

function packInteger(value: bigint): Buffer {
  if (value >= 0n && value < 128n) return Buffer.of(Number(value));
  if (value >= 0n) return number(0xcf, (bytes) => bytes.writeBigUInt64BE(value));
  return number(0xd3, (bytes) => bytes.writeBigInt64BE(value));
}

function number(head: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(8);
  write(bytes);
  return Buffer.concat([Buffer.of(head), bytes]);
}

/** Bytes with their length: `head` is the form for lengths of one byte, those of two and four follow it. */
function sized(head: number, bytes: Buffer): Buffer {
  if (bytes.length < 256) return Buffer.concat([Buffer.of(head, bytes.length), bytes]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([Buffer.of(head + 2), length, bytes]);
}

function counted(head: number, count: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = head;
  bytes.writeUInt32BE(count, 1);
  return bytes;
}

/** Unpacks a value. Throws MalformedError. */
export function unpackValue(bytes: Uint8Array): Value {
  try {
    return new Unpacker(Buffer.from(bytes)).value(0);
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedError("a value of sdb ends too early");
    throw error;
  }
}

class Unpacker {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new MalformedError("a value of sdb is too deep");
    const head = this.#bytes.readUInt8(this.#at++);
    if (head < 0x80) return head;
    if (head >= 0xe0) return head - 256;
    if (head < 0x90) return this.#map(head & 15, depth);
    if (head < 0xa0) return this.#list(head & 15, depth);
    if (head < 0xc0) return this.#text(head & 31);
    if (head === 0xc0) return null;
    if (head === 0xc2 || head === 0xc3) return head === 0xc3;
    return this.#long(head, depth);
  }

  #long(head: number, depth: number): Value {
    if (head >= 0xc4 && head <= 0xc6) return Uint8Array.from(this.#take(this.#count(head - 0xc4)));
    if (head === 0xca) return float(this.#take(4).readFloatBE());
    if (head === 0xcb) return float(this.#take(8).readDoubleBE());
    if (head >= 0xcc && head <= 0xcf) return this.#integer(2 ** (head - 0xcc), false);
    if (head >= 0xd0 && head <= 0xd3) return this.#integer(2 ** (head - 0xd0), true);
    if (head >= 0xd9 && head <= 0xdb) return this.#text(this.#count(head - 0xd9));
    if (head === 0xdc || head === 0xdd) return this.#list(this.#count(head - 0xdb), depth);
    if (head === 0xde || head === 0xdf) return this.#map(this.#count(head - 0xdd), depth);
    throw new MalformedError("a value of sdb has a form that is not read");
  }

  #integer(size: number, isSigned: boolean): Value {
    const bytes = this.#take(size);
    const whole = BigInt(`0x${bytes.toString("hex")}`);
    return toValue(isSigned ? BigInt.asIntN(size * 8, whole) : whole);
  }

  /** A length of 1, 2 or 4 bytes. */
  #count(power: number): number {
    return this.#take(2 ** power).readUIntBE(0, 2 ** power);
  }

  #take(size: number): Buffer {
    const part = this.#bytes.subarray(this.#at, this.#at + size);
    if (part.length < size) throw new MalformedError("a value of sdb ends too early");
    this.#at += size;
    return part;
  }

  #text(size: number): string {
    return this.#take(size).toString("utf8");
  }

  #list(count: number, depth: number): Value {
    return Array.from({ length: bounded(count) }, () => this.value(depth + 1));
  }

  #map(count: number, depth: number): Value {
    const entries = Array.from({ length: bounded(count) }, (): [Value, Value] => [
      this.value(depth + 1),
      this.value(depth + 1),
    ]);
    return new Map(entries);
  }
}

function bounded(count: number): number {
  if (count > MAX_ENTRIES) throw new MalformedError("a value of sdb has too many entries");
  return count;
}
