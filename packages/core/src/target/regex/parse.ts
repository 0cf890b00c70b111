/**
 * Parsing Python's regular expressions. What cannot be treated exactly as Python does is refused with a reason.
 */
import { ignoringCase, places } from "./chars.js";
import { readClass } from "./class.js";
import { readEscape } from "./escape.js";
import { PatternSource } from "./source.js";
import type { CharTest, RegexNode } from "./tree.js";
import { widthOf } from "./tree.js";

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

const NO_FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, verbose: false, ascii: false };
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: "ignoreCase",
  m: "multiline",
  s: "dotAll",
  x: "verbose",
  a: "ascii",
};
const LETTERS = /[A-Za-z]/;

/** How deep groups may nest. */
const MAX_DEPTH = 50;
/** How deep looks ahead and behind may nest: each level costs another pass over the text. */
const MAX_LOOKS = 2;

/** Parses a pattern. Throws TargetError with the reason. */
export function parseRegex(pattern: string): RegexNode {
  const parser = new RegexParser(new PatternSource(pattern));
  return parser.whole();
}

class RegexParser {
  readonly #source: PatternSource;
  readonly #names = new Set<string>();
  #depth = 0;
  #looks = 0;

  constructor(source: PatternSource) {
    this.#source = source;
  }

  whole(): RegexNode {
    const node = this.#alternatives(this.#globalFlags());
    if (!this.#source.done) throw this.#source.fault("a ')' has no '('");
    return node;
  }

  /** Flags for the whole pattern, which Python takes at its very start only. */
  #globalFlags(): Flags {
    const start = this.#source.position;
    if (!this.#source.taking("(?")) return NO_FLAGS;
    const letters = this.#source.takeWhile(LETTERS);
    if (letters === "" || letters.startsWith("P") || !this.#source.taking(")")) {
      this.#source.position = start;
      return NO_FLAGS;
    }
    return this.#withFlags(NO_FLAGS, letters, true);
  }

  #withFlags(flags: Flags, letters: string, on: boolean): Flags {
    if (letters.includes("a") && letters.includes("u"))
      throw this.#source.fault("flags 'a' and 'u' exclude each other");
    let changed = flags;
    for (const letter of letters) {
      const name = FLAG_NAMES[letter];
      if (letter === "u" && on) changed = { ...changed, ascii: false };
      else if (name === undefined) throw this.#source.fault(`there is no flag '${letter}' here`);
      else changed = { ...changed, [name]: on };
    }
    return changed;
  }

  #alternatives(flags: Flags): RegexNode {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#source.fault("its groups are nested too deep");
    const branches = [this.#sequence(flags)];
    while (this.#source.taking("|")) branches.push(this.#sequence(flags));
    this.#depth -= 1;
    return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: "any", branches };
  }

  #sequence(flags: Flags): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      this.#skipIgnored(flags);
      if (this.#source.done || this.#source.next === "|" || this.#source.next === ")") break;
      const atom = this.#atom(flags);
      this.#skipIgnored(flags);
      parts.push(this.#quantified(atom, flags));
    }
    return { kind: "all", parts };
  }

  /** Skips comments, and white space where it has no meaning. */
  #skipIgnored(flags: Flags): void {
    for (;;) {
      if (this.#source.taking("(?#")) this.#comment();
      else if (!flags.verbose || !this.#skipSpace()) return;
    }
  }

  #skipSpace(): boolean {
    if (this.#source.takeWhile(/[ \t\n\r\f\v]/) !== "") return true;
    if (!this.#source.taking("#")) return false;
    this.#source.takeWhile(/[^\n]/);
    return true;
  }

  /** One part without its quantifier. */
  #atom(flags: Flags): RegexNode {
    const char = this.#source.take();
    switch (char) {
      case "(":
        return this.#group(flags);
      case "[":
        return { kind: "char", test: readClass(this.#source, flags) };
      case ".":
        return { kind: "char", test: flags.dotAll ? () => true : (code) => code !== 10 };
      case "^":
        return { kind: "place", test: flags.multiline ? places.lineStart : places.textStart };
      case "$":
        return { kind: "place", test: flags.multiline ? places.lineEnd : places.lastLineEnd };
      case "\\":
        return this.#escape(flags);
      case "*":
      case "+":
      case "?":
        throw this.#source.fault(`there is nothing to repeat before '${char}'`);
      case "{":
        this.#source.position -= 1;
        if (this.#quantifier() !== undefined)
          throw this.#source.fault("there is nothing to repeat before '{'");
        this.#source.position += 1;
        return literal(0x7b, flags);
      default:
        return literal(char.codePointAt(0) ?? 0, flags);
    }
  }

  #escape(flags: Flags): RegexNode {
    const read = readEscape(this.#source, false, flags.ascii);
    if (read.kind === "literal") return literal(read.code, flags);
    return read.kind === "place" ? { kind: "place", test: read.test } : { kind: "char", test: read.test };
  }

  #quantified(node: RegexNode, flags: Flags): RegexNode {
    const range = this.#quantifier();
    if (range === undefined) return node;
    if (node.kind === "place") throw this.#source.fault("there is nothing to repeat at an anchor");
    const [min, max] = range;
    if (min > max) throw this.#source.fault("a repetition has its bounds the wrong way round");
    // Fewest-first changes which text is found, not whether one is.
    if (!this.#source.taking("?") && this.#source.taking("+")) {
      throw this.#source.fault("possessive repetitions are not supported");
    }
    this.#skipIgnored(flags);
    if (this.#quantifier() !== undefined) throw this.#source.fault("it repeats a repetition");
    return { kind: "repeat", node, min, max };
  }

  #quantifier(): readonly [min: number, max: number] | undefined {
    if (this.#source.taking("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#source.taking("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#source.taking("?")) return [0, 1];
    const start = this.#source.position;
    if (!this.#source.taking("{")) return undefined;
    const counts = this.#source.next === "}" ? undefined : this.#counts();
    // Braces that hold no counts are ordinary characters.
    if (counts === undefined) this.#source.position = start;
    return counts;
  }

  #counts(): readonly [min: number, max: number] | undefined {
    const least = this.#source.takeWhile(/[0-9]/, 6);
    const comma = this.#source.taking(",");
    const most = comma ? this.#source.takeWhile(/[0-9]/, 6) : least;
    if (!this.#source.taking("}")) return undefined;
    return [Number(least), most === "" ? Number.POSITIVE_INFINITY : Number(most)];
  }

  #group(flags: Flags): RegexNode {
    if (!this.#source.taking("?")) return this.#closed(flags);
    if (this.#source.taking(":")) return this.#closed(flags);
    if (this.#source.taking("P<")) return this.#named(flags);
    for (const [mark, behind, negated] of LOOKS) {
      if (this.#source.taking(mark)) return this.#look(flags, behind, negated);
    }
    if (this.#source.taking("P=") || this.#source.taking("(")) {
      throw this.#source.fault("back-references are not supported");
    }
    if (this.#source.taking(">")) throw this.#source.fault("atomic groups are not supported");
    return this.#flagged(flags);
  }

  #closed(flags: Flags): RegexNode {
    const node = this.#alternatives(flags);
    if (!this.#source.taking(")")) throw this.#source.fault("a '(' has no ')'");
    return node;
  }

  #comment(): void {
    this.#source.takeWhile(/[^)]/);
    if (!this.#source.taking(")")) throw this.#source.fault("a comment has no end");
  }

  #named(flags: Flags): RegexNode {
    const name = this.#source.takeWhile(/[^>]/);
    const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !this.#names.has(name);
    if (!isName || !this.#source.taking(">")) throw this.#source.fault("a group has a bad or repeated name");
    this.#names.add(name);
    return this.#closed(flags);
  }

  #look(flags: Flags, behind: boolean, negated: boolean): RegexNode {
    this.#looks += 1;
    if (this.#looks > MAX_LOOKS) throw this.#source.fault("looks ahead and behind are nested too deep");
    const node = this.#closed(flags);
    this.#looks -= 1;
    if (!behind) return { kind: "look", node, behind: undefined, negated };
    const [min, max] = widthOf(node);
    if (min !== max) throw this.#source.fault("a look behind needs a fixed length");
    return { kind: "look", node, behind: min, negated };
  }

  /** `(?i:…)` and `(?-i:…)`: flags for one group. */
  #flagged(flags: Flags): RegexNode {
    const on = this.#source.takeWhile(LETTERS);
    const off = this.#source.taking("-") ? this.#source.takeWhile(LETTERS) : "";
    if (on + off === "" || !this.#source.taking(":")) {
      throw this.#source.fault("a group begins in a way that Python does not know");
    }
    return this.#closed(this.#withFlags(this.#withFlags(flags, on, true), off, false));
  }
}

const LOOKS = [
  ["<=", true, false],
  ["<!", true, true],
  ["=", false, false],
  ["!", false, true],
] as const;

function literal(code: number, flags: Flags): RegexNode {
  const exact: CharTest = (other) => other === code;
  return { kind: "char", test: flags.ignoreCase ? ignoringCase(exact, flags.ascii) : exact };
}
