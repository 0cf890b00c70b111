/**
 * Bytes in pieces that follow one another: what is large is handed on without being copied into one buffer.
 */

/** How many bytes pieces are in all. */
export function totalBytes(pieces: readonly Uint8Array[]): number {
  let total = 0;
  for (const piece of pieces) total += piece.length;
  return total;
}
