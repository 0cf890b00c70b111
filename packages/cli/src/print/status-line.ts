/**
 * A line at the bottom of the terminal that is there only while something is at work.
 */
import type { Terminal } from "./terminal.js";

/** Goes back to the first column and empties the line. */
const CLEAR = "\r\u001b[K";

/** Owns the line. Everything else that is printed meanwhile has to go through `terminal`, so that it stays whole. */
export class StatusLine {
  readonly #outer: Terminal;
  #text = "";

  constructor(outer: Terminal) {
    this.#outer = outer;
  }

  /** The terminal with the line taken away before each text, and put back after it. */
  get terminal(): Terminal {
    const outer = this.#outer;
    const around = (write: () => void): void => {
      const text = this.#text;
      this.clear();
      write();
      this.show(text);
    };
    return {
      ...outer,
      isTerminal: outer.isTerminal,
      isErrorTerminal: outer.isErrorTerminal,
      columns: outer.columns,
      out: (text) => around(() => outer.out(text)),
      err: (text) => around(() => outer.err(text)),
      ask: (question) => {
        this.clear();
        return outer.ask(question);
      },
    };
  }

  /** Shows a text in place of the one before; it is cut at the width of the terminal. */
  show(text: string): void {
    if (text === this.#text) return;
    this.#text = text.slice(0, Math.max(0, this.#outer.columns - 1));
    this.#outer.err(`${CLEAR}${this.#text}`);
  }

  /** Takes the line away. */
  clear(): void {
    this.show("");
  }
}
