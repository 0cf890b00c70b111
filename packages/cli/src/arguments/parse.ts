/**
 * The command-line parser. It follows Python's optparse, which Salt's commands are built on: options and
 * other words in any order, unambiguous prefixes, bundled short options, values attached or in the next word.
 */
import type { Option, Options, OptionValues } from "./option.js";
import { OptionFault } from "./option.js";
import type { CommandLine, Program } from "./program.js";
import { UsageError } from "./usage-error.js";

/** An option as it was met: the table's row, its name in the table, and the spelling for error texts. */
interface Met {
  readonly name: string;
  readonly option: Option<unknown>;
  readonly flag: string;
}

/** Parses the words after the program's name. Throws UsageError. */
export function parseCommandLine<T extends Options>(
  program: Program<T>,
  argv: readonly string[],
): CommandLine<T> {
  const parser = new Parser(program, argv);
  parser.run();
  const values = Object.entries(program.options).map(([name, option]) => [
    name,
    parser.values.has(name) ? parser.values.get(name) : option.fallback,
  ]);
  return {
    program,
    options: Object.fromEntries(values) as OptionValues<T>,
    positionals: parser.positionals,
    given: new Set(parser.values.keys()),
    stop: parser.stop,
  };
}

class Parser {
  readonly values = new Map<string, unknown>();
  readonly positionals: string[] = [];
  stop: "help" | "version" | undefined;
  readonly #program: Program<Options>;
  readonly #words: string[];
  readonly #byFlag = new Map<string, Met>();

  constructor(program: Program<Options>, argv: readonly string[]) {
    this.#program = program;
    this.#words = [...argv];
    for (const [name, option] of Object.entries(program.options)) {
      for (const flag of option.flags) this.#byFlag.set(flag, { name, option, flag });
    }
  }

  run(): void {
    while (this.stop === undefined) {
      const word = this.#words.shift();
      if (word === undefined) break;
      if (word === "--") {
        this.positionals.push(...this.#words.splice(0));
      } else if (word.startsWith("--")) this.#longOption(word);
      else if (word.startsWith("-") && word.length > 1) this.#shortOptions(word);
      else this.positionals.push(word);
    }
    if (this.stop === undefined) this.#checkExclusive();
  }

  #longOption(word: string): void {
    const equals = word.indexOf("=");
    const met = this.#findLong(equals < 0 ? word : word.slice(0, equals));
    if (takesValue(met.option)) {
      if (equals >= 0) this.#words.unshift(word.slice(equals + 1));
      this.#take(met, this.#nextWord(met));
    } else if (equals >= 0) {
      this.#fail(`${met.flag} option does not take a value`);
    } else this.#take(met, "");
  }

  /** `-vt3` is `-v -t 3`: the first option that takes a value gets the rest of the word, or the next word. */
  #shortOptions(word: string): void {
    for (let at = 1; at < word.length && this.stop === undefined; ) {
      const character = String.fromCodePoint(word.codePointAt(at) ?? 0);
      at += character.length;
      const flag = `-${character}`;
      const met = this.#byFlag.get(flag) ?? this.#fail(`no such option: ${flag}`);
      if (!takesValue(met.option)) {
        this.#take(met, "");
        continue;
      }
      this.#take(met, at < word.length ? word.slice(at) : this.#nextWord(met));
      return;
    }
  }

  /** Two spellings of one option make a prefix ambiguous too. */
  #findLong(typed: string): Met {
    const exact = this.#byFlag.get(typed);
    if (exact !== undefined) return exact;
    const candidates = [...this.#byFlag.values()].filter(({ flag }) => flag.startsWith(typed));
    const [first] = candidates;
    if (first === undefined) return this.#fail(`no such option: ${typed}`);
    if (candidates.length === 1) return first;
    const names = candidates.map(({ flag }) => flag).sort();
    return this.#fail(`ambiguous option: ${typed} (${names.join(", ")}?)`);
  }

  #nextWord(met: Met): string {
    return this.#words.shift() ?? this.#fail(`${met.flag} option requires 1 argument`);
  }

  #take(met: Met, word: string): void {
    const { option, name } = met;
    if (option.action === "help" || option.action === "version") this.stop = option.action;
    try {
      const value = option.read(word);
      const earlier = this.values.get(name);
      const list = Array.isArray(earlier) ? [...earlier, value] : [value];
      this.values.set(name, option.action === "append" ? list : value);
    } catch (error) {
      if (!(error instanceof OptionFault)) throw error;
      this.#fail(`option ${met.flag}: ${error.message}`);
    }
  }

  #checkExclusive(): void {
    for (const group of this.#program.exclusiveGroups) {
      const given = Object.entries(this.#program.options)
        .filter(([name, option]) => option.group === group && this.values.has(name))
        .map(([, option]) => option.flags.find((flag) => flag.startsWith("--")) ?? option.flags[0]);
      if (given.length < 2) continue;
      const names = given.join("/");
      this.#fail(`The options ${names} are mutually exclusive. Please only choose one of them`);
    }
  }

  #fail(message: string): never {
    throw new UsageError(this.#program, message);
  }
}

function takesValue(option: Option<unknown>): boolean {
  return option.action === "store" || option.action === "append";
}
