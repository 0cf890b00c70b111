/**
 * Options of a command line: how each is written, what it takes, and what it is when it is not given.
 */

/** Why a word is not a value of its option; the parser adds which option it was. */
export class OptionFault extends TypeError {}

/** What the parser does when it meets an option. */
export type OptionAction = "store" | "append" | "flag" | "help" | "version";

/** One option. `T` is the type of its value in the parsed command line. */
export interface Option<T> {
  readonly action: OptionAction;
  /** Every spelling, in the order of the help text: `-t`, `--timeout`. */
  readonly flags: readonly string[];
  /** Stands for the value in the help text; absent for options without one. */
  readonly metavar: string | undefined;
  /** What it does, for the help text. */
  readonly meaning: string;
  /** Its heading in the help text; absent for the unnamed first group. */
  readonly group: string | undefined;
  readonly fallback: T;
  /** Left out of `--help`, which lists the options of Salt 3006. */
  readonly hidden?: true;
  /** The only values it takes; absent when it takes any. */
  readonly words?: readonly string[];
  /** The value of a word (`store`), one more element (`append`), or what being given means (`flag`). */
  readonly read: (word: string) => unknown;
}

/** The options of a program, by the names that Salt's configuration knows them under. */
export type Options = { readonly [name: string]: Option<unknown> };

/** The values of a program's options. */
export type OptionValues<T extends Options> = {
  readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never;
};

type Flags = readonly string[];

function make<T>(
  action: OptionAction,
  flags: Flags,
  metavar: string | undefined,
  fallback: T,
  meaning: string,
) {
  return { action, flags, metavar, fallback, meaning, group: undefined };
}

/** A switch: false unless given. */
export function flag(flags: Flags, meaning: string): Option<boolean> {
  return { ...make("flag", flags, undefined, false, meaning), read: () => true };
}

/** A switch that turns something off: true unless given. */
export function negativeFlag(flags: Flags, meaning: string): Option<boolean> {
  return { ...make("flag", flags, undefined, true, meaning), read: () => false };
}

/** An option that Salt 3006 does not have: it is served, and described in docs/ instead of `--help`. */
export function beyondSalt<T>(option: Option<T>): Option<T> {
  return { ...option, hidden: true };
}

/** Prints the help and ends. */
export function helpFlag(flags: Flags, meaning: string): Option<boolean> {
  return { ...make("help", flags, undefined, false, meaning), read: () => true };
}

/** Prints the version and ends. */
export function versionFlag(flags: Flags, meaning: string): Option<boolean> {
  return { ...make("version", flags, undefined, false, meaning), read: () => true };
}

/** A text that may be absent. */
export function text(flags: Flags, metavar: string, meaning: string): Option<string | undefined> {
  return { ...make<string | undefined>("store", flags, metavar, undefined, meaning), read: (word) => word };
}

/** A text with a default. */
export function textOr(flags: Flags, metavar: string, fallback: string, meaning: string): Option<string> {
  return { ...make("store", flags, metavar, fallback, meaning), read: (word) => word };
}

/** A whole number that may be absent. */
export function int(flags: Flags, metavar: string, meaning: string): Option<number | undefined> {
  return { ...make<number | undefined>("store", flags, metavar, undefined, meaning), read: readInt };
}

/** A whole number with a default. */
export function intOr(flags: Flags, metavar: string, fallback: number, meaning: string): Option<number> {
  return { ...make("store", flags, metavar, fallback, meaning), read: readInt };
}

/** A number with a default; fractions allowed. */
export function numberOr(flags: Flags, metavar: string, fallback: number, meaning: string): Option<number> {
  return { ...make("store", flags, metavar, fallback, meaning), read: readNumber };
}

/** One of a few words, or absent. */
export function choice<const T extends string>(
  flags: Flags,
  metavar: string,
  words: readonly T[],
  meaning: string,
): Option<T | undefined> {
  const read = (word: string): T => {
    const found = words.find((allowed) => allowed === word);
    if (found !== undefined) return found;
    const allowed = words.map((known) => `'${known}'`).join(", ");
    throw new OptionFault(`invalid choice: ${quoted(word)} (choose from ${allowed})`);
  };
  return { ...make<T | undefined>("store", flags, metavar, undefined, meaning), words, read };
}

/** Texts collected from every time the option is given. */
export function list(flags: Flags, metavar: string, meaning: string): Option<readonly string[]> {
  return { ...make<readonly string[]>("append", flags, metavar, [], meaning), read: (word) => word };
}

/** The same options under a heading of the help text. */
export function inGroup<const T extends Options>(group: string, options: T): T {
  const entries = Object.entries(options).map(([name, option]) => [name, { ...option, group }]);
  return Object.fromEntries(entries) as T;
}

/** Accepts `12`, `-3`, `0x1f`, `0b101`, and octal as `0o17` or `017`, as Python's option parser does. */
function readInt(word: string): number {
  const match = /^([+-]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9]\d*)$/.exec(word.trim());
  const digits = match?.[2];
  if (digits === undefined || /^0[oO]$/.test(digits)) {
    throw new OptionFault(`invalid integer value: ${quoted(word)}`);
  }
  const number = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  return match?.[1] === "-" ? -number : number;
}

function readNumber(word: string): number {
  if (/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(word)) return Number(word);
  throw new OptionFault(`invalid floating-point value: ${quoted(word)}`);
}

/** A word as Python's error texts show it. */
function quoted(word: string): string {
  const mark = word.includes("'") && !word.includes('"') ? '"' : "'";
  const escapes: Record<string, string> = {
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    [mark]: `\\${mark}`,
  };
  const escaped = word.replace(/[\\\n\r\t'"]/g, (character) => escapes[character] ?? character);
  return mark + escaped.replace(/[\x00-\x1f\x7f]/g, hexEscape) + mark;
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
