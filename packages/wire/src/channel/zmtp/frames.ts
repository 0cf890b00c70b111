/**
 * Frames of ZMTP 3: what follows the greeting on a connection.
 */
import { MalformedError } from "@salt/core";
import { ByteQueue } from "../../codec/byte-queue.js";
import { totalBytes } from "../../codec/pieces.js";

/** One frame: part of a message, or a command of the protocol itself. */
export interface Frame {
  readonly command: boolean;
  /** Whether the message goes on with the next frame. */
  readonly more: boolean;
  readonly body: Buffer;
}

const MORE = 1;
const LONG = 2;
const COMMAND = 4;
/** The READY command with an identity of 255 bytes takes far less. */
const MAX_COMMAND = 4096;

/** Cuts the bytes of a connection into frames as they arrive. */
export class FrameParser {
  readonly #maxBody: number;
  readonly #queue = new ByteQueue();

  /** Refuses frames whose body is larger, by their head already. */
  constructor(maxBody: number) {
    this.#maxBody = maxBody;
  }

  /** Bytes that wait for the rest of their frame. */
  get buffered(): number {
    return this.#queue.bytes.length;
  }

  /** The frames that this chunk completes. Throws MalformedError, after which the connection is of no more use. */
  push(chunk: Uint8Array): Frame[] {
    this.#queue.append(chunk);
    const bytes = this.#queue.bytes;
    const frames: Frame[] = [];
    let at = 0;
    for (let frame = this.#frame(bytes, at); frame !== undefined; frame = this.#frame(bytes, at)) {
      frames.push(frame);
      at = frame.body.byteOffset - bytes.byteOffset + frame.body.length;
    }
    this.#queue.drop(at);
    return frames;
  }

  #frame(bytes: Buffer, at: number): Frame | undefined {
    const flags = bytes[at];
    if (flags === undefined) return undefined;
    const long = (flags & LONG) !== 0;
    const start = at + (long ? 9 : 2);
    if (bytes.length < start) return undefined;
    const size = long ? Number(bytes.readBigUInt64BE(at + 1)) : (bytes[at + 1] ?? 0);
    const command = (flags & COMMAND) !== 0;
    const more = (flags & MORE) !== 0;
    if (flags > (MORE | LONG | COMMAND) || (command && more))
      throw new MalformedError("a frame has impossible flags");
    if (size > (command ? MAX_COMMAND : this.#maxBody)) throw new MalformedError("a frame is too large");
    if (bytes.length < start + size) {
      if (at === 0) this.#queue.expect(start + size);
      return undefined;
    }
    return { command, more, body: bytes.subarray(start, start + size) };
  }
}

/** A message of several frames, as bytes. */
export function encodeMessage(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(encodeFrames(parts.slice(0, -1), parts.slice(-1)));
}

/** A message as pieces that follow one another: frames that come first, and the last one, itself in pieces. */
export function encodeFrames(first: readonly Uint8Array[], last: readonly Uint8Array[]): Uint8Array[] {
  const before = first.flatMap((part) => [head(MORE, part.length), part]);
  return [...before, head(0, totalBytes(last)), ...last];
}

/** A command: its name, and data in the command's own form. */
export function encodeCommand(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from([name.length]), Buffer.from(name, "latin1"), data]);
  return Buffer.concat([head(COMMAND, body.length), body]);
}

function head(flags: number, size: number): Buffer {
  if (size < 256) return Buffer.from([flags, size]);
  const long = Buffer.alloc(9);
  long[0] = flags | LONG;
  long.writeBigUInt64BE(BigInt(size), 1);
  return long;
}
