/**
 * bzip2, in bounded memory: long contents become several streams one after another, which every reader joins.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { SpmError } from "../errors.js";
import { Bzip2Error } from "./bzip2-block.js";
import { unpackBzip2 } from "./bzip2-decoder.js";

/** Five blocks of bzip2's largest size. */
const STREAM_BYTES = 5 * 900_000;
const LARGEST_BLOCKS = 9;
const READ_BYTES = 65_536;

/** Compresses; the same bytes give the same result. */
export async function* compress(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { default: BZip2 } = await import("bzip2-wasm");
  const bzip2 = new BZip2();
  await bzip2.init();
  // What cannot be made smaller grows by up to a hundredth and 600 bytes.
  const packed = (bytes: Uint8Array): Uint8Array =>
    bzip2.compress(bytes, LARGEST_BLOCKS, Math.ceil(bytes.length * 1.01) + 600);
  let waiting = Buffer.alloc(0);
  for await (const chunk of chunks) {
    waiting = Buffer.concat([waiting, chunk]);
    for (; waiting.length >= STREAM_BYTES; waiting = waiting.subarray(STREAM_BYTES)) {
      yield packed(waiting.subarray(0, STREAM_BYTES));
    }
  }
  if (waiting.length > 0) yield packed(waiting);
}

/** Decompresses a file, of no more than `maxBytes` in the end. Throws SpmError. */
export async function* decompressFile(path: string, maxBytes: number): AsyncGenerator<Buffer> {
  const file = openSync(path, "r");
  let bytes = 0;
  try {
    for (const piece of unpackBzip2(() => nextBytes(file))) {
      bytes += piece.length;
      if (bytes > maxBytes) throw tooLarge(path, maxBytes);
      // Signals are heard between pieces.
      await setImmediate();
      yield piece;
    }
  } catch (cause) {
    if (!(cause instanceof Bzip2Error)) throw cause;
    throw new SpmError("package", `${path} is no bzip2 file that can be read: ${cause.message}`, { cause });
  } finally {
    closeSync(file);
  }
}

function nextBytes(file: number): Uint8Array | undefined {
  const buffer = Buffer.alloc(READ_BYTES);
  const length = readSync(file, buffer);
  return length === 0 ? undefined : buffer.subarray(0, length);
}

/** The refusal of a package that holds, or says that it holds, more than it may. */
export function tooLarge(path: string, maxBytes: number): SpmError {
  return new SpmError("package", `${path} holds more than ${maxBytes} bytes`, {
    hint: "Set spm_max_unpacked to a larger number of bytes if you trust it.",
  });
}
