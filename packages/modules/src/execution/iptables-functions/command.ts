/**
 * Running iptables and ip6tables.
 */
import type { ExecutionContext } from "@salt/core";
import { SaltInvocationError } from "@salt/core";
import { splitWords } from "../cmd/words.js";
import type { ProgramResult } from "../program/run-program.js";
import { plainName, programPath, runProgram } from "../program/run-program.js";

/** The path of the program of a family of addresses: `ipv6`, and IPv4 for anything else, as in Salt. */
export function iptablesPath(family: string | null): string {
  return programPath(family === "ipv6" ? "ip6tables" : "iptables");
}

/** The words by which the program waits for its lock, when it can: iptables before 1.4.20 cannot. */
export async function waiting(family: string | null, context: ExecutionContext): Promise<readonly string[]> {
  return (await knows("--wait", family, context)) ? ["--wait"] : [];
}

/** Whether the help of the program names an option. */
async function knows(option: string, family: string | null, context: ExecutionContext): Promise<boolean> {
  const path = iptablesPath(family);
  const key = `iptables.help ${path}`;
  const known = context.memory.get(key);
  if (typeof known === "string") return known.includes(option);
  const { stdout } = await runProgram([path, "--help"], context, { output_loglevel: "quiet" });
  context.memory.set(key, stdout);
  return stdout.includes(option);
}

/** Which rules are meant. */
export interface TableOf {
  readonly table: string | null;
  readonly family: string | null;
}

/** Which rules of one chain. */
export interface ChainOf extends TableOf {
  readonly chain: string | null;
}

/** Runs `iptables --wait -t TABLE …`. Throws SaltInvocationError for a table that would be an option. */
export async function iptables(
  { table, family }: TableOf,
  words: readonly string[],
  context: ExecutionContext,
): Promise<ProgramResult> {
  const wait = await waiting(family, context);
  const command = [iptablesPath(family), ...wait, "-t", plainName(table, "table"), ...words];
  return await runProgram(command, context, { ignore_retcode: false });
}

/** Runs `iptables-save`, of one table or all. */
export async function savedText(
  family: string | null,
  context: ExecutionContext,
  table?: string | null,
): Promise<string> {
  const only = table === undefined ? [] : ["-t", plainName(table, "table")];
  const { stdout } = await runProgram([`${iptablesPath(family)}-save`, ...only], context);
  return stdout;
}

/**
 * The words of a rule. Throws SaltInvocationError for one that names a program to run (`--modprobe`), and PythonError
 * (`ValueError`) for a quote that is not closed.
 */
export function ruleWords(rule: string): readonly string[] {
  const words = splitWords(rule);
  const isProgram = (word: string): boolean =>
    /^(-[46fnvxh]*M|--mo(d|dp|dpr|dpro|dprob|dprobe)?(=|$))/.test(word);
  if (words.some(isProgram))
    throw new SaltInvocationError("A rule cannot name a program to load modules with (--modprobe)");
  return words;
}
