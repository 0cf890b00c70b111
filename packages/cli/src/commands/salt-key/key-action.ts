/**
 * What a command line of salt-key asks for.
 */
import type { KeyState } from "@salt/master";
import type { CommandLine } from "../../arguments/program.js";
import type { saltKeyProgram } from "../../arguments/programs/salt-key.js";
import { UsageError } from "../../arguments/usage-error.js";

/** A parsed command line of salt-key. */
export type KeyLine = CommandLine<(typeof saltKeyProgram)["options"]>;

/** One of the things that salt-key does. */
export type KeyAction =
  | { readonly do: "generate"; readonly name: string }
  | { readonly do: "sign" }
  | { readonly do: "list"; readonly states: readonly KeyState[] }
  | { readonly do: "print" | "finger"; readonly match: string }
  | { readonly do: "accept" | "reject" | "delete"; readonly match: string };

const ALL_STATES: readonly KeyState[] = ["accepted", "pending", "rejected", "denied"];

/** States by the beginning of the word after `--list`. */
const STATE_WORDS: ReadonlyArray<readonly [prefix: string, states: readonly KeyState[]]> = [
  ["acc", ["accepted"]],
  ["pre", ["pending"]],
  ["un", ["pending"]],
  ["rej", ["rejected"]],
  ["den", ["denied"]],
  ["all", ALL_STATES],
];

const MIN_KEY_BITS = 2048;
/** Minions and masters of this implementation refuse larger keys: they cost whole seconds per sign-in. */
const MAX_KEY_BITS = 8192;

/** Reads the action; the first of several in this order wins, and without any all keys are listed. Throws UsageError. */
export function readKeyAction(line: KeyLine): KeyAction {
  const { options } = line;
  check(line);
  if (options.gen_keys) return { do: "generate", name: options.gen_keys };
  if (options.gen_signature) return { do: "sign" };
  if (options.list) return { do: "list", states: statesOf(line, options.list) };
  if (options.list_all) return { do: "list", states: ALL_STATES };
  const wanted = (match: string | undefined, all: boolean): string | undefined =>
    match || (all ? "*" : undefined);
  const print = wanted(options.print, options.print_all);
  if (print !== undefined) return { do: "print", match: print };
  const accept = wanted(options.accept, options.accept_all);
  if (accept !== undefined) return { do: "accept", match: accept };
  const reject = wanted(options.reject, options.reject_all);
  if (reject !== undefined) return { do: "reject", match: reject };
  const remove = wanted(options.delete, options.delete_all);
  if (remove !== undefined) return { do: "delete", match: remove };
  const finger = wanted(options.finger, options.finger_all);
  return finger === undefined ? { do: "list", states: ALL_STATES } : { do: "finger", match: finger };
}

function statesOf(line: KeyLine, word: string): readonly KeyState[] {
  const states = STATE_WORDS.find(([prefix]) => word.startsWith(prefix))?.[1];
  if (states === undefined)
    throw new UsageError(line.program, `'${word}' is not a valid argument to '--list'`);
  return states;
}

function check(line: KeyLine): void {
  const { keysize, delete_all: deleteAll, gen_keys: name } = line.options;
  const fail = (message: string): never => {
    throw new UsageError(line.program, message);
  };
  if (keysize < MIN_KEY_BITS) fail(`The minimum value for keysize is ${MIN_KEY_BITS}`);
  if (keysize > MAX_KEY_BITS) fail(`The maximum value for keysize is ${MAX_KEY_BITS}`);
  if (name?.includes("/") || name?.includes("\0"))
    fail(`--gen-keys takes a name, not a path: use --gen-keys-dir`);
  if (deleteAll && line.positionals.length > 0)
    fail("-D deletes every key and takes no words; use -d for some keys");
  if (line.given.has("eauth") && (name || line.options.gen_signature))
    fail("--gen-keys and --gen-signature write files where they run: they need no --eauth");
}
