/**
 * Digests of files.
 */
import { createHash, type Hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

/** Bytes read at once. */
const PIECE = 1 << 20;
/** A file of up to this size is read on the spot: handing it to another thread takes longer than reading it. */
const SMALL = 64 * 1024;

/** The digest of a file as hexadecimal digits, by the name that `node:crypto` gives its kind. Throws the system's error. */
export async function fileDigest(path: string, hashType: string): Promise<string> {
  const hash = createHash(hashType);
  if (!hashSmall(path, hash)) await hashPieces(path, hash);
  return hash.digest("hex");
}

/** Takes a small file in; false when it is none. */
function hashSmall(path: string, hash: Hash): boolean {
  // Without O_NONBLOCK, opening a pipe would wait for its writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > SMALL) return false;
    const content = Buffer.allocUnsafe(stats.size + 1);
    const length = readSync(file, content, 0, stats.size + 1, 0);
    // It may grow while it is read; then it is read again in pieces.
    if (length > stats.size) return false;
    hash.update(content.subarray(0, length));
    return true;
  } finally {
    closeSync(file);
  }
}

async function hashPieces(path: string, hash: Hash): Promise<void> {
  const file = await open(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE);
      if (bytesRead === 0) return;
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
