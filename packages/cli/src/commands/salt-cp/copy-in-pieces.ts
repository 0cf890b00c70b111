/**
 * `salt-cp --chunked`: files of any size, a job for each piece.
 */
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { MutableDict, Value } from "@salt/core";
import type { RunOnMinions } from "./run-copy.js";
import type { SourceFile, SourceTree } from "./sources.js";

/** How files are cut. */
export interface PiecesOptions {
  /** Bytes of a piece before it is packed. */
  readonly pieceSize: number;
  /** Whether pieces are packed. */
  readonly packs: boolean;
  readonly signal: AbortSignal;
}

/** Outcomes by minion and place there. */
type Outcomes = Map<Value, MutableDict>;

/** Copies everything; for each minion and place true, or what went wrong first. */
export async function copyInPieces(
  { files, folders }: SourceTree,
  run: RunOnMinions,
  options: PiecesOptions,
): Promise<MutableDict> {
  const outcomes: Outcomes = new Map();
  for (const file of files) await copyFile(file, run, options, outcomes);
  for (const folder of folders) {
    options.signal.throwIfAborted();
    note(outcomes, folder, await run("cp.recv_chunked", [folder, null]));
  }
  return outcomes;
}

async function copyFile(
  file: SourceFile,
  run: RunOnMinions,
  { pieceSize, packs, signal }: PiecesOptions,
  outcomes: Outcomes,
): Promise<void> {
  const source = await open(file.path, "r");
  try {
    const buffer = Buffer.allocUnsafe(pieceSize);
    for (let loc = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await source.read(buffer, 0, pieceSize, loc);
      // An empty file is one empty piece.
      if (bytesRead === 0 && loc > 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      const piece = (packs ? await promisify(gzip)(bytes) : bytes).toString("base64");
      const answers = await run("cp.recv_chunked", [file.remote, piece, loc > 0, packs, file.mode]);
      note(outcomes, file.remote, answers);
      if (answers === undefined || bytesRead < pieceSize) return;
      loc += bytesRead;
    }
  } finally {
    await source.close();
  }
}

/** The first failure of a minion stays, whatever later pieces come to. */
function note(outcomes: Outcomes, place: string, answers: MutableDict | undefined): void {
  for (const [id, answer] of answers ?? []) {
    const own: MutableDict = outcomes.get(id) ?? new Map();
    if ((own.get(place) ?? true) === true) own.set(place, answer);
    outcomes.set(id, own);
  }
}
