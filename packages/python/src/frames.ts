/**
 * Frames between minion and Python: four bytes of length, most significant first, then one packed value.
 */
import type { Plain, Value } from "@salt/core";
import { MalformedError } from "@salt/core";
import { decode, encode } from "@salt/wire";

const HEAD = 4;

/** The bytes of a frame. Throws EncodeError for a value that has no form. */
export function encodeFrame(value: Plain): Buffer {
  const body = encode(value, "ipc");
  const frame = Buffer.allocUnsafe(HEAD + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.set(body, HEAD);
  return frame;
}

/** Cuts a stream into frames. */
export class FrameReader {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #size = 0;

  /** Frames of more than `maxBytes` are refused. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The values that are complete with this chunk. Throws MalformedError. */
  push(chunk: Buffer): readonly Value[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const values: Value[] = [];
    for (let body = this.#take(); body !== undefined; body = this.#take()) {
      values.push(decode(body, { dialect: "ipc" }));
    }
    return values;
  }

  #take(): Buffer | undefined {
    const size = this.#bodySize();
    if (size === undefined || this.#size < HEAD + size) return undefined;
    const all = this.#joined();
    const rest = all.subarray(HEAD + size);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    return all.subarray(HEAD, HEAD + size);
  }

  #bodySize(): number | undefined {
    if (this.#size < HEAD) return undefined;
    const first = this.#chunks[0];
    const head = first !== undefined && first.length >= HEAD ? first : this.#joined();
    const size = head.readUInt32BE(0);
    if (size > this.#maxBytes) throw new MalformedError(`a frame of ${size} bytes is too long`);
    return size;
  }

  #joined(): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    const joined = all ?? Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
