/**
 * Programs: a name, a usage line and a table of options.
 */
import type { Options, OptionValues } from "./option.js";

/** What a command line of a program may hold. */
export interface Program<T extends Options> {
  /** The command's name, e.g. `salt-key`. */
  readonly name: string;
  /** The usage line without the word Usage. */
  readonly usage: string;
  /** What the program is for, in one line of the help text. */
  readonly about: string;
  /** Groups of options of which only one may be given; by the heading of the group. */
  readonly exclusiveGroups: readonly string[];
  readonly options: T;
}

/** A parsed command line. */
export interface CommandLine<T extends Options> {
  readonly program: Program<T>;
  readonly options: OptionValues<T>;
  /** The words that are not options, as they were typed. */
  readonly positionals: readonly string[];
  /** The names of options that were given, here or in a Saltfile; all others have their defaults. */
  readonly given: ReadonlySet<string>;
  /** Set when the program shall only print its help or version; words after that option were not read. */
  readonly stop: "help" | "version" | undefined;
}

/** Writes down a program. */
export function defineProgram<const T extends Options>(
  definition: Omit<Program<T>, "exclusiveGroups"> & { readonly exclusiveGroups?: readonly string[] },
): Program<T> {
  return { exclusiveGroups: [], ...definition };
}
