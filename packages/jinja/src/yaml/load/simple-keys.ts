/**
 * Tokens that turn out to be keys when a `:` comes behind them.
 */
import type { Cursor } from "./cursor.js";
import { type Mark, YamlFault } from "./fault.js";

/** Where such a token is. */
export interface SimpleKey {
  /** Which token of the text it is. */
  readonly number: number;
  readonly mark: Mark;
  readonly at: number;
  /** At its place nothing else but a key may stand. */
  readonly required: boolean;
}

/** The most characters of a key. */
const MAX_KEY = 1024;

/** One possible key for each flow collection that is open, and one for what is around them. */
export class SimpleKeys {
  readonly #cursor: Cursor;
  readonly #keys: (SimpleKey | undefined)[] = [undefined];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** How many flow collections are open. */
  get level(): number {
    return this.#keys.length - 1;
  }

  open(): void {
    this.#keys.push(undefined);
  }

  close(): void {
    if (this.level > 0) this.#keys.pop();
  }

  /** Whether the token of a number may turn out to be a key. */
  isKey(number: number): boolean {
    for (const key of this.#keys) if (key?.number === number) return true;
    return false;
  }

  /** Keys end with their line. Throws ScannerError for one that had to be one. */
  dropStale(): void {
    for (let level = 0; level < this.#keys.length; level++) {
      const key = this.#keys[level];
      if (key === undefined) continue;
      if (key.mark.line >= this.#cursor.line && key.at + MAX_KEY >= this.#cursor.at) continue;
      if (key.required) throw this.#withoutColon(key);
      this.#keys[level] = undefined;
    }
  }

  /** The token that comes now may be a key. */
  save(number: number, required: boolean): void {
    this.remove();
    const key = { number, required, at: this.#cursor.at, mark: this.#cursor.mark() };
    this.#keys[this.level] = key;
  }

  /** What was saved is none. Throws ScannerError when it had to be one. */
  remove(): void {
    const key = this.#keys.at(-1);
    if (key?.required === true) throw this.#withoutColon(key);
    this.#keys[this.level] = undefined;
  }

  /** What was saved is one. */
  take(): SimpleKey | undefined {
    const key = this.#keys.at(-1);
    this.#keys[this.level] = undefined;
    return key;
  }

  #withoutColon(key: SimpleKey): YamlFault {
    return new YamlFault({
      pyClass: "ScannerError",
      problem: "could not find expected ':'",
      mark: this.#cursor.mark(),
      context: "while scanning a simple key",
      contextMark: key.mark,
    });
  }
}
