/**
 * Msgpack to values, in either dialect, with every length checked before anything is made for it.
 */
import { isUtf8 } from "node:buffer";
import type { Value } from "@salt/core";
import { float, isList, MalformedError } from "@salt/core";
import { parseDate, parseTimestamp } from "./date.js";
import type { Dialect } from "./limits.js";
import { DEFAULT_CONTAINERS, DEFAULT_DEPTH, MAX_DEPTH } from "./limits.js";
import { readText } from "./text.js";

/** How a message is to be read, and what is too much. */
export interface DecodeOptions {
  /** `wire` by default. */
  readonly dialect?: Dialect;
  /** Levels of lists and maps, 512 by default and 1024 at most. */
  readonly maxDepth?: number;
  /** Lists and maps in all, a million by default. */
  readonly maxContainers?: number;
}

/**
 * Reads exactly one value. On the wire, str and bin alike become text when they are UTF-8 and bytes otherwise; in the
 * IPC dialect bin stays bytes. Bytes are views on the input. Floats are `Float` when whole, ints beyond 2^53 bigint.
 * Extension 78 and -1 become dates, 79 (a named constant) its value, others what their payload is as str.
 * Throws MalformedError for truncated, trailing, too deep or impossible input.
 */
export function decode(bytes: Uint8Array, options: DecodeOptions = {}): Value {
  return new Unpacker(bytes, options).whole();
}

class Unpacker {
  readonly #in: Buffer;
  readonly #text: boolean;
  readonly #maxDepth: number;
  readonly #constants: boolean;
  #containers: number;
  #at = 0;

  constructor(bytes: Uint8Array, options: DecodeOptions, constants = true) {
    this.#in = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#text = options.dialect !== "ipc";
    this.#maxDepth = Math.min(options.maxDepth ?? DEFAULT_DEPTH, MAX_DEPTH);
    this.#constants = constants;
    this.#containers = options.maxContainers ?? DEFAULT_CONTAINERS;
  }

  whole(): Value {
    const value = this.#value(0);
    if (this.#at !== this.#in.length) throw new MalformedError("there are bytes after the value");
    return value;
  }

  #value(depth: number): Value {
    const type = this.#uint8();
    if (type < 0x80) return type;
    if (type < 0x90) return this.#map(type & 0x0f, depth);
    if (type < 0xa0) return this.#list(type & 0x0f, depth);
    if (type < 0xc0) return this.#str(type & 0x1f);
    if (type >= 0xe0) return type - 0x100;
    return type < 0xcc
      ? this.#lowType(type)
      : type < 0xd4
        ? this.#integer(type)
        : this.#highType(type, depth);
  }

  #lowType(type: number): Value {
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#bin(this.#length(1 << (type - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#length(1 << (type - 0xc7)));
      case 0xca:
        return float(this.#in.readFloatBE(this.#skip(4)));
      case 0xcb:
        return float(this.#in.readDoubleBE(this.#skip(8)));
      default:
        throw new MalformedError("a byte is no msgpack type");
    }
  }

  #integer(type: number): Value {
    switch (type) {
      case 0xcc:
        return this.#uint8();
      case 0xcd:
        return this.#in.readUInt16BE(this.#skip(2));
      case 0xce:
        return this.#in.readUInt32BE(this.#skip(4));
      case 0xcf:
        return narrow(this.#in.readBigUInt64BE(this.#skip(8)));
      case 0xd0:
        return this.#in.readInt8(this.#skip(1));
      case 0xd1:
        return this.#in.readInt16BE(this.#skip(2));
      case 0xd2:
        return this.#in.readInt32BE(this.#skip(4));
      default:
        return narrow(this.#in.readBigInt64BE(this.#skip(8)));
    }
  }

  #highType(type: number, depth: number): Value {
    if (type < 0xd9) return this.#extension(1 << (type - 0xd4));
    if (type < 0xdc) return this.#str(this.#length(1 << (type - 0xd9)));
    if (type < 0xde) return this.#list(this.#length(type === 0xdc ? 2 : 4), depth);
    return this.#map(this.#length(type === 0xde ? 2 : 4), depth);
  }

  #list(size: number, depth: number): Value {
    this.#enter(size, depth);
    const list: Value[] = [];
    for (let i = 0; i < size; i++) list.push(this.#value(depth + 1));
    return list;
  }

  #map(size: number, depth: number): Value {
    this.#enter(size * 2, depth);
    const map = new Map<Value, Value>();
    for (let i = 0; i < size; i++) {
      const key = this.#value(depth + 1);
      if (isList(key) || key instanceof Map) throw new MalformedError("a map has a list or a map as key");
      map.set(key, this.#value(depth + 1));
    }
    return map;
  }

  /** Every element takes a byte at least, so that a head cannot promise more than what follows it. */
  #enter(elements: number, depth: number): void {
    if (depth >= this.#maxDepth) throw new MalformedError("a value is nested too deeply");
    if (elements > this.#in.length - this.#at) throw new MalformedError("a list or map is cut off");
    if (--this.#containers < 0) throw new MalformedError("there are too many lists and maps");
  }

  /** The str family. Bytes that are not UTF-8 stay bytes in both dialects: there is no lossless text for them. */
  #str(size: number): Value {
    const start = this.#skip(size);
    return readText(this.#in, start, start + size) ?? this.#in.subarray(start, start + size);
  }

  #bin(size: number): Value {
    if (this.#text) return this.#str(size);
    const start = this.#skip(size);
    return this.#in.subarray(start, start + size);
  }

  #extension(size: number): Value {
    const type = this.#in.readInt8(this.#skip(1));
    const start = this.#skip(size);
    const payload = this.#in.subarray(start, start + size);
    if (type === 78) return parseDate(payload.toString("latin1"));
    if (type === -1) return parseTimestamp(payload);
    if (type === 79 && this.#constants) return constantValue(payload);
    return isUtf8(payload) ? payload.toString("utf8") : payload;
  }

  #uint8(): number {
    const byte = this.#in[this.#at++];
    if (byte === undefined) throw new MalformedError("a value is cut off");
    return byte;
  }

  /** A length of 1, 2 or 4 bytes. */
  #length(size: number): number {
    if (size === 1) return this.#uint8();
    const at = this.#skip(size);
    return size === 2 ? this.#in.readUInt16BE(at) : this.#in.readUInt32BE(at);
  }

  /** Where the next `size` bytes begin, which must all be there; they count as read. */
  #skip(size: number): number {
    const start = this.#at;
    if (size > this.#in.length - start) throw new MalformedError("a value is cut off");
    this.#at = start + size;
    return start;
  }
}

function narrow(value: bigint): number | bigint {
  const small = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return small ? Number(value) : value;
}

/** A named constant is `[name, value]` in the IPC dialect. One inside another is not read: that could go on for ever. */
function constantValue(payload: Buffer): Value {
  const pair = new Unpacker(payload, { dialect: "ipc", maxDepth: 8, maxContainers: 64 }, false).whole();
  if (!isList(pair) || pair.length !== 2) throw new MalformedError("a named constant is not a pair");
  return pair[1] ?? null;
}
