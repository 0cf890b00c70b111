/**
 * The lines of an input, one after another: what was read too far is kept for the next question.
 */
import type { Readable } from "node:stream";

/** Reads lines. */
export class TypedLines {
  readonly #input: () => Readable;
  #rest = "";
  #hasEnded = false;

  /** `input` is opened at the first question. */
  constructor(input: () => Readable) {
    this.#input = input;
  }

  /** The next line without its end; undefined when there is none, or when it is given up. */
  async next(signal: AbortSignal): Promise<string | undefined> {
    for (;;) {
      const line = this.#take();
      if (line !== undefined || this.#hasEnded) return line ?? this.#last();
      const piece = await nextPiece(this.#input(), signal);
      if (signal.aborted) return undefined;
      if (piece === undefined) this.#hasEnded = true;
      else this.#rest += piece;
    }
  }

  #take(): string | undefined {
    const end = this.#rest.indexOf("\n");
    if (end < 0) return undefined;
    const line = this.#rest.slice(0, end).replace(/\r$/, "");
    this.#rest = this.#rest.slice(end + 1);
    return line;
  }

  /** What stands behind the last end of a line. */
  #last(): string | undefined {
    const line = this.#rest;
    this.#rest = "";
    return line === "" ? undefined : line;
  }
}

/** What comes next; undefined at the end of the input. Listens only as long as it waits. */
function nextPiece(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    // The end may have come with the last piece.
    if (input.readableEnded) return resolve(undefined);
    const done = (piece?: string): void => {
      input.off("data", take);
      input.off("end", giveUp);
      signal.removeEventListener("abort", giveUp);
      input.pause();
      resolve(piece);
    };
    const take = (piece: string | Buffer): void => done(String(piece));
    const giveUp = (): void => done();
    input.setEncoding("utf8");
    input.on("data", take);
    input.once("end", giveUp);
    signal.addEventListener("abort", giveUp, { once: true });
    input.resume();
  });
}
