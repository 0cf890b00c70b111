/**
 * One piece of a file as `_serve_file` answers it.
 */
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** A piece as it goes over the wire. */
export interface FilePiece {
  readonly data: Uint8Array;
  /** The level it was compressed with; absent when it was not. */
  readonly gzip?: number;
}

/** A piece of a file, packed when a gzip level from 1 to 9 is given. */
export async function filePiece(data: Uint8Array, level: number | undefined): Promise<FilePiece> {
  return level === undefined || data.length === 0
    ? { data }
    : { data: await promisify(gzip)(data, { level }), gzip: level };
}
