/**
 * Reading the text of a regular expression character by character.
 */
import { TargetError } from "../errors.js";

/** The text of a pattern and a place in it. */
export class PatternSource {
  readonly #chars: readonly string[];
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#chars = [...pattern];
  }

  get done(): boolean {
    return this.#at >= this.#chars.length;
  }

  /** The next character, "" at the end. */
  get next(): string {
    return this.#chars[this.#at] ?? "";
  }

  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  /** Takes the next character. Throws TargetError at the end. */
  take(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw this.fault("it ends too early");
    this.#at += 1;
    return char;
  }

  /** Takes the given text when it stands here. */
  taking(text: string): boolean {
    const wanted = [...text];
    if (!wanted.every((char, at) => this.#chars[this.#at + at] === char)) return false;
    this.#at += wanted.length;
    return true;
  }

  /** Takes characters as long as they pass. */
  takeWhile(test: RegExp, most = Number.POSITIVE_INFINITY): string {
    let taken = "";
    while (taken.length < most && !this.done && test.test(this.next)) taken += this.take();
    return taken;
  }

  /** The error for what stands here. */
  fault(reason: string): TargetError {
    return new TargetError(`The regular expression '${this.#pattern.slice(0, 120)}' is refused: ${reason}`, {
      hint: "Write it with what Python's re and this program share, or target by another means.",
      details: { position: this.#at },
    });
  }
}
