/**
 * What the value of an option is, as far as a shell can complete it.
 */
import type { Option, Options } from "../option.js";
import type { Program } from "../program.js";
import { CompletionFaultError } from "./completion-fault-error.js";

/** Words, files, directories, minions by the state of their keys, or anything. */
export type ValueKind =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "file" | "directory" | "pending-id" | "any-id" | "text" };

/** Names that only the plugins know. */
export interface CompletionNames {
  /** Full names of execution functions: `test.ping`. */
  readonly execution: readonly string[];
  /** Full names of runner functions: `jobs.active`. */
  readonly runner: readonly string[];
  readonly outputters: readonly string[];
}

const BOOLEANS = ["True", "False"] as const;
const STATE_OUTPUTS = ["full", "terse", "mixed", "changes", "filter"].flatMap((form) => [form, `${form}_id`]);
const KEY_STATES = ["accepted", "unaccepted", "rejected", "denied", "all"] as const;

const FILES: ReadonlySet<string> = new Set([
  "saltfile",
  "output_file",
  "log_file",
  "key_logfile",
  "pidfile",
  "priv",
  "pub",
]);
const DIRECTORIES: ReadonlySet<string> = new Set([
  "config_dir",
  "cachedir",
  "file_root",
  "pillar_root",
  "states_dir",
  "module_dirs",
  "gen_keys_dir",
  "signature_path",
  "profiling_path",
]);

/** Whether an option takes a value. */
export function takesValue({ action }: Option<unknown>): boolean {
  return action === "store" || action === "append";
}

/** The kind of an option's value. Throws CompletionFaultError when its words cannot stand in a shell's list. */
export function valueKind(program: Program<Options>, name: string, names: CompletionNames): ValueKind {
  const words = program.options[name]?.words ?? wordsOf(program, name, names);
  if (words !== undefined) return { kind: "words", words: words.map(plainWord) };
  if (program.name === "salt-key" && (name === "accept" || name === "reject")) return { kind: "pending-id" };
  if (program.name === "salt-key" && ["delete", "print", "finger"].includes(name)) return { kind: "any-id" };
  if (FILES.has(name)) return { kind: "file" };
  return { kind: DIRECTORIES.has(name) ? "directory" : "text" };
}

function wordsOf(
  program: Program<Options>,
  name: string,
  names: CompletionNames,
): readonly string[] | undefined {
  switch (name) {
    case "output":
      return names.outputters;
    case "state_output":
      return STATE_OUTPUTS;
    case "state_verbose":
    case "rotate_aes_key":
    case "preserve_minions":
      return BOOLEANS;
    case "list":
      return program.name === "salt-key" ? KEY_STATES : undefined;
    default:
      return undefined;
  }
}

/** The word itself, when a shell takes it as it is. */
export function plainWord(word: string): string {
  if (/^[\w.@%+=:,/-]+$/.test(word)) return word;
  throw new CompletionFaultError(word);
}
