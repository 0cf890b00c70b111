/**
 * What a command makes of a hostile value.
 */
import { basename } from "node:path";
import type { Plain } from "@salt/core";

/** A command that a function would have run. */
export interface Recorded {
  /** Its words; of a text that is split or read by a shell, just the text. */
  readonly words: readonly string[];
  readonly isText: boolean;
  readonly options: { readonly [name: string]: Plain };
}

/** Options that always take the next word as their value, whatever it begins with: by getopt, and the like. */
const TAKES_NEXT: Readonly<Record<string, string>> = {
  chage: "-d -E -I -m -M -R -W",
  gpasswd: "--add --del --delete --members --root",
  grep: "-e",
  groupadd: "-g -R",
  groupdel: "-R",
  groupmod: "-g -R",
  mkfs: "-i",
  openssl: "-salt",
  passwd: "-R",
  patch: "-i",
  psql: "--dbname --host --port --username",
  rsync: "--exclude --exclude-from --password-file",
  useradd: "-c -d -g -G -L -R -s -u",
  userdel: "-R",
  usermod: "-c -d -g -G -l -L -R -s -u",
};

/** Programs whose `-c` is a text in a language of its own. */
const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "dash", "su", "sudo", "ssh", "eval"]);

/** What is wrong with a command; undefined when the value is one argument, and no option. */
export function harmOf({ words, isText, options }: Recorded, hostile: string): string | undefined {
  const [program = "", ...args] = words;
  if (hostile === "") return undefined;
  if (isText) return program.includes(hostile) ? "part of a command text" : undefined;
  if (options.python_shell === true) return "a list for a shell";
  if (program === hostile) return "the program";
  const isScript = scriptsOf(basename(program), args).some((word) => word.includes(hostile));
  if (isScript) return "part of a script";
  if (hostile.startsWith("-") && isReadAsOption(basename(program), args, hostile)) return "an option";
  if (hostile.includes("\n") && String(options.stdin ?? "").includes(hostile)) return "lines of input";
  return undefined;
}

/** Words that a program reads as a script; behind the one of `sh -c` are its arguments. */
function scriptsOf(program: string, args: readonly string[]): readonly string[] {
  if (!SHELLS.has(program)) return [];
  return args[0] === "-c" ? args.slice(1, 2) : args;
}

function isReadAsOption(program: string, args: readonly string[], hostile: string): boolean {
  const end = args.indexOf("--");
  const before = end === -1 ? args : args.slice(0, end);
  return before.some((word, at) => word.startsWith(hostile) && !isValueOf(program, before[at - 1]));
}

function isValueOf(program: string, option: string | undefined): boolean {
  return option !== undefined && TAKES_NEXT[program]?.split(" ").includes(option) === true;
}
