/**
 * Rules of access lists: which functions, with which arguments, on which minions.
 */
import type { Dict, Value } from "@salt/core";
import { get, getDict, getList, isDict, isList, pythonStr } from "@salt/core";
import { compileStart, compileWhole } from "./expression.js";

/** What somebody wants to run. */
export interface Intent {
  readonly fun: string | readonly string[];
  /** One list of arguments for each function of a compound command. */
  readonly arg: readonly Value[];
  /** Ids that the target is expected to reach. */
  readonly minions: readonly string[];
}

/** Gives the accepted ids of a compound target. */
export type ResolveCompound = (expression: string) => Promise<ReadonlySet<string>>;

/** One call, with its arguments apart. */
export interface Call {
  readonly fun: string;
  readonly args: readonly Value[];
  readonly kwargs: Dict;
}

/** Asking for a job's state harms nobody, and without it no command could end. */
const ALWAYS = "saltutil.find_job";

/**
 * Whether rules allow everything that is wanted. Each rule is a pattern of function names for all minions, or a map
 * from a compound target to such patterns, or to maps from a pattern to conditions on arguments. Every function of a
 * compound command must be allowed, and a pattern must match its whole name; the reference is content with one of them
 * and with its beginning.
 */
export async function isAllowed(
  rules: readonly Value[],
  intent: Intent,
  resolve: ResolveCompound,
): Promise<boolean> {
  const calls = callsOf(intent);
  if (calls === undefined || calls.length === 0) return false;
  for (const call of calls) {
    if (call.fun !== ALWAYS && !(await someRuleAllows(rules, call, intent.minions, resolve))) return false;
  }
  return true;
}

async function someRuleAllows(
  rules: readonly Value[],
  call: Call,
  minions: readonly string[],
  resolve: ResolveCompound,
): Promise<boolean> {
  for (const rule of rules) if (await ruleAllows(rule, call, minions, resolve)) return true;
  return false;
}

function callsOf({ fun, arg }: Intent): readonly Call[] | undefined {
  if (typeof fun === "string") return [callOf(fun, arg)];
  const lists = arg.filter(isList);
  if (lists.length !== arg.length || arg.length !== fun.length) return undefined;
  return fun.map((name, index) => callOf(name, lists[index] ?? []));
}

/** Takes the arguments of a job apart. */
export function callOf(fun: string, arg: readonly Value[]): Call {
  const last = arg.at(-1);
  const hasKwargs = isDict(last) && last.has("__kwarg__");
  return { fun, args: hasKwargs ? arg.slice(0, -1) : arg, kwargs: hasKwargs ? last : new Map() };
}

async function ruleAllows(
  rule: Value,
  call: Call,
  minions: readonly string[],
  resolve: ResolveCompound,
): Promise<boolean> {
  if (typeof rule === "string") return compileWhole(rule)(call.fun);
  if (!isDict(rule) || rule.size !== 1) return false;
  for (const [target, functions] of rule) {
    if (typeof target !== "string") return false;
    const reached = await resolve(target);
    return minions.every((id) => reached.has(id)) && functionsAllow(functions, call);
  }
  return false;
}

/** Whether patterns of functions, or maps from a pattern to conditions on arguments, allow a call. */
export function functionsAllow(functions: Value, call: Call): boolean {
  const conditions = isList(functions) ? functions : [functions];
  return conditions.some((condition) => {
    if (typeof condition === "string") return compileWhole(condition)(call.fun);
    if (!isDict(condition) || condition.size !== 1) return false;
    for (const [name, wanted] of condition) {
      return typeof name === "string" && compileWhole(name)(call.fun) && argumentsFit(wanted, call);
    }
    return false;
  });
}

function argumentsFit(wanted: Value, call: Call): boolean {
  return (isList(wanted) ? wanted : [wanted]).some((condition) => {
    if (!isDict(condition)) return false;
    const args = getList(condition, "args") ?? [];
    const kwargs = getDict(condition, "kwargs") ?? new Map<Value, Value>();
    const positional = args.every((pattern, index) => valueFits(pattern, call.args[index]));
    return positional && [...kwargs].every(([key, pattern]) => valueFits(pattern, get(call.kwargs, key)));
  });
}

function valueFits(pattern: Value, value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (pattern === null) return true;
  return typeof pattern === "string" && compileStart(pattern)(pythonStr(value));
}
