/**
 * Python's `re` on texts, and on bytes as texts with one character per byte.
 */
import { errorText } from "../../base/errors.js";
import { patternError } from "./pattern-error.js";
import { Replacement } from "./replacement.js";
import type { RegexFlags } from "./source.js";
import { PLAIN_FLAGS, translatePattern } from "./source.js";

/** A compiled pattern. Callers bound the time of matching with `timeBound`. */
export class PythonRegex {
  readonly #anywhere: RegExp;
  readonly #atStart: RegExp;

  /** Throws PatternError for a pattern that is wrong or cannot be carried over. */
  constructor(pattern: string, flags: Partial<RegexFlags> = {}) {
    const translated = translatePattern(pattern, { ...PLAIN_FLAGS, ...flags });
    const letters = translated.flags.ignoreCase ? "iu" : "u";
    try {
      this.#anywhere = new RegExp(translated.source, `g${letters}`);
      this.#atStart = new RegExp(translated.source, `y${letters}`);
    } catch (error) {
      throw patternError(errorText(error).replace(/^Invalid regular expression: /, ""), 0);
    }
  }

  /** Whether the pattern is found anywhere: `re.search`. */
  search(text: string): boolean {
    this.#anywhere.lastIndex = 0;
    return this.#anywhere.test(text);
  }

  /** Whether the pattern fits from the start on: `re.match`. */
  match(text: string): boolean {
    this.#atStart.lastIndex = 0;
    return this.#atStart.test(text);
  }

  /** The groups of the first match anywhere; undefined when there is none. */
  groups(text: string): readonly (string | undefined)[] | undefined {
    this.#anywhere.lastIndex = 0;
    return this.#anywhere.exec(text)?.slice(1);
  }

  /** The groups of a match from the start on; undefined when there is none. */
  groupsAtStart(text: string): readonly (string | undefined)[] | undefined {
    this.#atStart.lastIndex = 0;
    return this.#atStart.exec(text)?.slice(1);
  }

  /** Replaces matches, all of them when `count` is zero: `re.subn`. */
  replace(text: string, replacement: string, count = 0): { readonly text: string; readonly count: number } {
    const template = Replacement.parse(replacement);
    this.#anywhere.lastIndex = 0;
    let [out, from, done] = ["", 0, 0];
    while (count === 0 || done < count) {
      const found = this.#anywhere.exec(text);
      if (found === null) break;
      out += text.slice(from, found.index) + template.fill(found);
      from = found.index + found[0].length;
      done += 1;
      if (found[0] === "") this.#anywhere.lastIndex += stepAt(text, this.#anywhere.lastIndex);
    }
    return { text: out + text.slice(from), count: done };
  }

  /** Pieces between matches, with the groups of the matches between them: `re.split`. */
  split(text: string): readonly string[] {
    return text.split(this.#anywhere).map((piece: string | undefined) => piece ?? "");
  }
}

/** A text with every special character escaped: `re.escape`. */
export function escapePattern(text: string): string {
  return text.replace(/[\t\n\v\f\r !#$&()*+\-.?[\\\]^{|}~]/g, "\\$&").replaceAll("\0", "\\0");
}

function stepAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
