/**
 * White space within scalars that may span lines: one break is a space, further ones are newlines.
 */
import { type Cursor, isBreak } from "./cursor.js";

/** The white space between two words of a scalar. */
export class FoldedGap {
  #blanks = "";
  #first = "";
  #further = "";
  #hasBreak = false;

  /** Whether a line has ended in it. */
  get hasBreak(): boolean {
    return this.#hasBreak;
  }

  /** Takes one blank or break; blanks at the beginning of lines count for nothing. */
  take(cursor: Cursor): void {
    if (!isBreak(cursor.code())) {
      if (!this.#hasBreak) this.#blanks += cursor.char();
      cursor.skip();
    } else if (this.#hasBreak) this.#further += cursor.takeBreak();
    else {
      this.#blanks = "";
      this.#first = cursor.takeBreak();
      this.#hasBreak = true;
    }
  }

  /** Begins with a break that counts for nothing. */
  open(): void {
    this.#hasBreak = true;
  }

  /** What it stands for. */
  text(): string {
    if (!this.#hasBreak) return this.#blanks;
    if (this.#first !== "\n") return this.#first + this.#further;
    return this.#further === "" ? " " : this.#further;
  }
}
