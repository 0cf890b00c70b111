/**
 * Fetching a file piece by piece: in order, a few pieces ahead, and never more than these in memory.
 */
import type { FileRequest, Piece, RemoteFile } from "./file-requests.js";
import { pieceOf } from "./file-requests.js";

/** Pieces that are asked for before the first of them has come. */
const AHEAD = 4;

/** How a file is fetched. */
export interface PiecesOptions {
  /** Bytes that the file has; undefined when not known: then pieces are asked for one by one. */
  readonly size: number | undefined;
  /** Level of compression on the way, 1 to 9. */
  readonly gzip: number | undefined;
  readonly signal: AbortSignal;
}

/** The pieces of a file, in order. Ends without any when there is no such file. Throws what requests throw. */
export async function* filePieces(
  request: FileRequest,
  file: RemoteFile,
  options: PiecesOptions,
): AsyncGenerator<Uint8Array> {
  const ask = (loc: number): Promise<Piece> => pieceOf(request, file, loc, options.gzip);
  const size = options.size ?? Number.POSITIVE_INFINITY;
  let ahead: Promise<Piece>[] = [];
  let loc = 0;
  let step = 0;
  try {
    while (loc < size) {
      options.signal.throwIfAborted();
      const { data } = await (ahead.shift() ?? ask(loc));
      if (data.length === 0) return;
      // How long pieces are is the file server's choice; when one is not, what was asked for ahead is of no use.
      if (step !== 0 && data.length !== step && loc + data.length < size) ahead = settled(ahead);
      loc += data.length;
      step = data.length;
      while (ahead.length < AHEAD && options.size !== undefined && loc + ahead.length * step < size)
        ahead.push(ask(loc + ahead.length * step));
      yield data;
    }
  } finally {
    settled(ahead);
  }
}

/** Lets go of requests on their way; what comes of them does not matter. */
function settled(requests: readonly Promise<unknown>[]): [] {
  for (const request of requests) request.catch(() => {});
  return [];
}
