/**
 * How events follow one another on the bus sockets: with a length before each up to 3006, bare from 3007 on.
 */
import type { Value } from "@salt/core";
import { get, MalformedError } from "@salt/core";
import { ByteQueue } from "../codec/byte-queue.js";
import { asBytes } from "../codec/bytes.js";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import { ValueStream } from "../codec/stream.js";

/** The release whose commands can read the pub socket: 3007 stands for later ones too. */
export type BusFraming = "3006" | "3007";

const LENGTH_BYTES = 4;
/** Room for the map around an event. */
const WRAPPING = 64;

/** One event in its frame. */
export function encodeFrame(event: Uint8Array, framing: BusFraming): Buffer {
  const map = encode({ head: {}, body: event }, "ipc");
  if (framing === "3007") return map;
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(map.length);
  return Buffer.concat([length, map]);
}

/**
 * Takes chunks of either framing and gives the events in them. The first byte tells which it is: a map begins with
 * 0x80 or more, and the length of anything that is let through with less.
 */
export class FrameReader {
  readonly #maxBytes: number;
  #split: ((chunk: Uint8Array) => Value[]) | undefined;

  /** Refuses events of more than `maxEventBytes`. */
  constructor(maxEventBytes: number) {
    this.#maxBytes = maxEventBytes + WRAPPING;
  }

  /** The events that this chunk completes. Throws MalformedError, after which the stream is of no more use. */
  push(chunk: Uint8Array): Uint8Array[] {
    if (chunk.length === 0) return [];
    this.#split ??= (chunk[0] ?? 0) < 0x80 ? this.#prefixed() : this.#bare();
    return this.#split(chunk).map(bodyOf);
  }

  #bare(): (chunk: Uint8Array) => Value[] {
    const stream = new ValueStream({ dialect: "ipc", maxBytes: this.#maxBytes });
    return (chunk) => stream.push(chunk);
  }

  #prefixed(): (chunk: Uint8Array) => Value[] {
    const queue = new ByteQueue();
    return (chunk) => {
      queue.append(chunk);
      const values: Value[] = [];
      let start = 0;
      for (let end = this.#end(queue.bytes, start); end !== undefined; end = this.#end(queue.bytes, start)) {
        values.push(decode(queue.bytes.subarray(start + LENGTH_BYTES, end), { dialect: "ipc" }));
        start = end;
      }
      queue.drop(start);
      return values;
    };
  }

  /** Where the frame that begins at `start` ends; undefined when it is not all there. */
  #end(bytes: Buffer, start: number): number | undefined {
    if (bytes.length < start + LENGTH_BYTES) return undefined;
    const length = bytes.readUInt32BE(start);
    if (length > this.#maxBytes) throw new MalformedError("an event on the bus is too large");
    const end = start + LENGTH_BYTES + length;
    return end <= bytes.length ? end : undefined;
  }
}

function bodyOf(frame: Value): Uint8Array {
  const body = asBytes(get(frame, "body"));
  if (body === undefined) throw new MalformedError("a frame on the bus holds no event");
  return body;
}
