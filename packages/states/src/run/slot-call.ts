/**
 * Reading the call that a slot is: `module.function(value, "other value", key=value)`.
 */

/** A call with texts as arguments. */
export interface SlotCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly keywords: ReadonlyMap<string, string>;
}

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y;
const WORD = /[\w]+/y;

/** Reads a call; undefined when it is none. Blanks between words are lost, as in Salt, unless quoted. */
export function parseSlotCall(text: string): SlotCall | undefined {
  const open = text.indexOf("(");
  const name = text.slice(0, Math.max(open, 0)).replace(/\s/g, "");
  if (name === "") return undefined;
  const reader = new ArgumentReader();
  for (const token of tokensOf(text.slice(open + 1))) {
    const isOver = reader.take(token);
    if (isOver === "good") return { name, args: reader.args, keywords: reader.keywords };
    if (isOver === "bad") return undefined;
  }
  return undefined;
}

/** A piece of text; `bare` when it is punctuation that was not quoted. */
interface Token {
  readonly text: string;
  readonly bare: boolean;
}

function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    const quoted = matchAt(QUOTED, text, at);
    const word = quoted ?? matchAt(WORD, text, at);
    if (word !== undefined) {
      yield { text: unquoted(word, quoted !== undefined), bare: false };
      at += word.length;
    } else {
      const char = text.charAt(at++);
      if (!/\s/.test(char)) yield { text: char, bare: true };
    }
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function unquoted(word: string, isQuoted: boolean): string {
  return isQuoted ? word.slice(1, -1).replace(/\\(["'\\])/g, "$1") : word;
}

/** Collects arguments up to the closing bracket. */
class ArgumentReader {
  readonly args: string[] = [];
  readonly keywords = new Map<string, string>();
  readonly #brackets: string[] = [];
  #word: string[] = [];
  #key: string | undefined;

  take({ text, bare }: Token): "good" | "bad" | undefined {
    if (!bare) this.#word.push(text);
    else if (text in CLOSING) this.#open(text);
    else if ((text === "," || text === ")") && this.#brackets.length === 0) return this.#end(text);
    else if ("]})".includes(text)) return this.#close(text);
    else if (text === "=" && this.#brackets.length === 0) {
      this.#key = this.#word.join("");
      this.#word = [];
    } else this.#word.push(text);
    return undefined;
  }

  #open(text: string): void {
    this.#word.push(text);
    this.#brackets.push(text);
  }

  #close(text: string): "bad" | undefined {
    if (CLOSING[this.#brackets.pop() ?? ""] !== text) return "bad";
    this.#word.push(text);
    return undefined;
  }

  #end(text: string): "good" | undefined {
    const word = this.#word.join("");
    if (this.#key !== undefined && this.#key !== "") this.keywords.set(this.#key, word);
    else if (this.#word.length > 0) this.args.push(word);
    this.#key = undefined;
    this.#word = [];
    return text === ")" ? "good" : undefined;
  }
}
