/**
 * Reading one piece of a file for `_serve_file`.
 */
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** A piece as it goes over the wire. */
export interface FilePiece {
  readonly data: Uint8Array;
  /** The level it was compressed with; absent when it was not. */
  readonly gzip?: number;
}

/** At most `size` bytes from `loc` on, packed when a gzip level from 1 to 9 is given. Throws the system's error. */
export async function readPiece(
  path: string,
  loc: number,
  size: number,
  level: number | undefined,
): Promise<FilePiece> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(size);
    const { bytesRead } = await file.read(buffer, 0, size, loc);
    const data = buffer.subarray(0, bytesRead);
    return level === undefined || bytesRead === 0
      ? { data }
      : { data: await promisify(gzip)(data, { level }), gzip: level };
  } finally {
    await file.close();
  }
}
