/**
 * Options as a command sees them: the command line first, then the configuration, then the option's default.
 */
import type { Dict, Value } from "@salt/core";
import { isList, isTruthy } from "@salt/core";

/** The part of a parsed command line that settings are read from. */
export interface GivenOptions {
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the options that stood on the command line; the others have their defaults. */
  readonly given: ReadonlySet<string>;
}

/** Reads options by the names that the configuration has for them. */
export class Settings {
  readonly #line: GivenOptions;
  readonly #opts: Dict;

  constructor(line: GivenOptions, opts: Dict) {
    this.#line = line;
    this.#opts = opts;
  }

  /** Whether an option stood on the command line. */
  isGiven(name: string): boolean {
    return this.#line.given.has(name);
  }

  /** The value as it is; undefined when there is none. */
  value(name: string): Value | undefined {
    const { options } = this.#line;
    if (this.isGiven(name)) return scalar(options[name]);
    return this.#opts.get(name) ?? scalar(options[name]);
  }

  /** Whether a switch is on. */
  flag(name: string): boolean {
    return isTruthy(this.value(name));
  }

  /** A text; undefined when it is absent or empty. */
  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || value === null || value === "") return undefined;
    return String(value);
  }

  /** A number; undefined when it is absent or none. */
  number(name: string): number | undefined {
    const value = this.value(name);
    const number = value === undefined || value === null ? Number.NaN : Number(value);
    return Number.isFinite(number) ? number : undefined;
  }

  /** Texts that an option collected; a single text counts as one. */
  texts(name: string): readonly string[] {
    const value = this.value(name);
    if (isList(value)) return value.map(String);
    return value === undefined || value === null || value === "" ? [] : [String(value)];
  }
}

/** What the parser made of an option: texts, numbers, switches, or a list of texts. */
function scalar(value: unknown): Value | undefined {
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return undefined;
}
