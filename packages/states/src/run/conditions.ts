/**
 * Whether a state is to be run: `onlyif`, `unless` and `creates`.
 */
import { existsSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { CommandExecutionError, isDict, isList, isTruthy, pythonRepr } from "@salt/core";
import { callCondition } from "./condition-call.js";
import type { Low } from "./low.js";

/** What one condition says. */
interface Verdict {
  /** True when the state is not to be run. */
  readonly skip: boolean;
  readonly comment: string;
  /** Watching does not bring it back. */
  readonly skipWatch?: boolean;
}

/** A condition as it was written that cannot be weighed, or the exit status it came to. */
type Weighed = { readonly status: number } | { readonly fault: string; readonly ends: boolean };

const COMMAND_OPTIONS = [
  "cwd",
  "root",
  "runas",
  "env",
  "prepend_path",
  "umask",
  "timeout",
  "success_retcodes",
  "shell",
];

/** The keys by which a chunk says when it is to be run. */
export const CONDITIONS = ["unless", "onlyif", "creates"] as const;

/**
 * Weighs the conditions of a chunk. The answer is a result with `result: true` when the state is not to be run. Throws
 * what the called functions throw.
 */
export async function weighConditions(low: Low, context: ExecutionContext): Promise<MutableDict> {
  const run = { context, options: commandOptions(low, context.grains) };
  const verdicts: Verdict[] = [];
  if (low.has("onlyif")) verdicts.push(await weighOnlyif(listOf(low.get("onlyif")), run));
  if (low.has("unless")) verdicts.push(await weighUnless(listOf(low.get("unless")), run));
  if (low.has("creates")) verdicts.push(weighCreates(low.get("creates")));
  const result: MutableDict = new Map<Value, Value>([
    ["result", verdicts.some(({ skip }) => skip)],
    ["comment", verdicts.map(({ comment }) => comment)],
  ]);
  for (const key of ["__sls__", "__id__", "name"]) result.set(key, low.get(key) ?? null);
  if (verdicts.some(({ skipWatch }) => skipWatch === true)) result.set("skip_watch", true);
  return result;
}

interface ConditionRun {
  readonly context: ExecutionContext;
  readonly options: { readonly [name: string]: Plain };
}

/** How conditions that are commands are run: as a `cmd.run` state of these keywords would be. */
function commandOptions(low: Low, grains: Dict): { readonly [name: string]: Plain } {
  const left = listOf(low.get("cmd_opts_exclude") ?? []);
  const options: Record<string, Plain> = { shell: grains.get("shell") };
  for (const name of COMMAND_OPTIONS) {
    const value = low.get(name) ?? null;
    if (value !== null && !left.includes(name)) options[name] = value;
  }
  return options;
}

function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [value ?? null];
}

const SKIP_ONLYIF: Verdict = { skip: true, comment: "onlyif condition is false", skipWatch: true };
const SKIP_UNLESS: Verdict = { skip: true, comment: "unless condition is true", skipWatch: true };

/** All must hold for the state to run. */
async function weighOnlyif(entries: readonly Value[], run: ConditionRun): Promise<Verdict> {
  let verdict: Verdict = { skip: false, comment: "" };
  for (const entry of entries) {
    const weighed = await weigh(entry, "onlyif", run, 100);
    if ("fault" in weighed) {
      return {
        skip: false,
        comment: weighed.ends ? weighed.fault : "onlyif execution failed, bad type passed",
      };
    }
    if (weighed.status !== 0) return SKIP_ONLYIF;
    verdict = { skip: false, comment: "onlyif condition is true" };
  }
  return verdict;
}

/** One that does not hold is enough for the state to run. */
async function weighUnless(entries: readonly Value[], run: ConditionRun): Promise<Verdict> {
  let verdict: Verdict = { skip: false, comment: "" };
  for (const entry of entries) {
    const weighed = await weigh(entry, "unless", run, 0);
    if ("fault" in weighed) {
      if (weighed.ends) return { ...verdict, comment: weighed.fault };
      verdict = { ...verdict, skip: false, comment: "unless condition is false, bad type passed" };
    } else if (weighed.status !== 0) return { skip: false, comment: "unless condition is false" };
    else verdict = SKIP_UNLESS;
  }
  return verdict;
}

/** The exit status of a condition; `failed` stands for that of a command that could not be run. */
async function weigh(
  entry: Value,
  kind: string,
  { context, options }: ConditionRun,
  failed: number,
): Promise<Weighed> {
  if (typeof entry === "string") return { status: await statusOfCommand(entry, context, options, failed) };
  if (!isDict(entry)) return { fault: "", ends: false };
  if (!entry.has("fun")) return { fault: `no \`fun\` argument in ${kind}: ${pythonRepr(entry)}`, ends: true };
  const { value, retcode } = await callCondition(entry, context);
  return { status: retcode !== 0 ? retcode : isTruthy(value) ? 0 : 1 };
}

async function statusOfCommand(
  command: string,
  context: ExecutionContext,
  options: { readonly [name: string]: Plain },
  failed: number,
): Promise<number> {
  try {
    const keywords = { ignore_retcode: true, python_shell: true, ...options };
    return Number(await context.call("cmd.retcode", [command], keywords));
  } catch (error) {
    if (error instanceof CommandExecutionError) return failed;
    throw error;
  }
}

function weighCreates(creates: Value | undefined): Verdict {
  const exists = (path: Value): boolean => typeof path === "string" && existsSync(path);
  if (typeof creates === "string" && exists(creates))
    return { skip: true, comment: `${creates} exists`, skipWatch: true };
  if (isList(creates) && creates.every(exists))
    return { skip: true, comment: "All files in creates exist", skipWatch: true };
  return { skip: false, comment: "Creates files not found" };
}

/** What `check_cmd` says of a state that has run: keys that take the place of the result's own. Throws as the commands. */
export async function checkCommands(low: Low, context: ExecutionContext): Promise<MutableDict> {
  const options = { ignore_retcode: true, python_shell: true, shell: context.grains.get("shell") };
  const result: MutableDict = new Map<Value, Value>([["result", false]]);
  for (const key of ["__sls__", "__id__", "name"]) result.set(key, low.get(key) ?? null);
  for (const command of listOf(low.get("check_cmd"))) {
    const status = Number(await context.call("cmd.retcode", [command], options));
    if (status !== 0)
      return result.set("comment", "check_cmd determined the state failed").set("result", false);
    result.set("comment", "check_cmd determined the state succeeded").set("result", true);
  }
  return result;
}
