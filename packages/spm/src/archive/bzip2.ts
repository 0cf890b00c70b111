/**
 * bzip2, in bounded memory: long contents become several streams one after another, which every reader joins.
 */
import { on } from "node:events";
import { createReadStream } from "node:fs";
import { errorText } from "@salt/core";
import { SpmError } from "../errors.js";

/** Five blocks of bzip2's largest size. */
const STREAM_BYTES = 5 * 900_000;
const LARGEST_BLOCKS = 9;

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
  const { default: unbzip2 } = await import("unbzip2-stream");
  const source = createReadStream(path);
  const stream = unbzip2();
  source.on("error", (error) => stream.emit("error", error));
  source.pipe(stream);
  let bytes = 0;
  try {
    // A stream of Node's first days, which cannot be iterated by itself.
    for await (const [chunk] of on(stream, "data", { close: ["end"], highWaterMark: 2, lowWaterMark: 1 })) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new SpmError("package", `${path} holds more than ${maxBytes} bytes`, {
          hint: "Set spm_max_unpacked to a larger number of bytes if you trust it.",
        });
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
  } catch (error) {
    if (error instanceof SpmError) throw error;
    throw new SpmError("package", `${path} is no bzip2 file that can be read: ${errorText(error)}`, {
      cause: error,
    });
  } finally {
    source.destroy();
  }
}
