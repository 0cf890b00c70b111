/**
 * Values that an attacker would give for a name, and the calls that are made of them.
 */
import type { ExecutionFunction, Value } from "@salt/core";
import { isDict, isList, parseArguments } from "@salt/core";
import { splitWords } from "../../execution/cmd/words.js";

/** An option; a text that a shell would run; lines; a text that C cuts off; nothing. */
export const HOSTILE: readonly string[] = ["-Q7", "a;$(id)`id`|b", "a\nb", "a\0b", ""];
/** What is tried of functions that are said to run no program. */
export const FEW: readonly string[] = ["-Q7;$(id)"];

/** One call: which parameter has the hostile value; positional arguments stand in the order of the parameters. */
export interface HostileCall {
  readonly param: string;
  readonly hostile: string;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** The arguments of a command line, by the names of the function's parameters. */
interface Given {
  readonly named: ReadonlyMap<string, Value>;
  readonly further: readonly Value[];
}

/** The calls of a function of `line`, and those that differ from it in one argument each. */
export async function hostileCalls(
  fn: ExecutionFunction,
  line: string,
  values: readonly string[],
): Promise<readonly HostileCall[]> {
  const given = await argumentsOf(fn, line);
  const params = Object.keys(fn.params);
  const last = fn.varargs === undefined ? [] : [fn.varargs];
  const usual = callOf(fn, given, "", "");
  const changed = values.flatMap((hostile) => [
    ...params.flatMap((param) =>
      variants(given.named.get(param) ?? fn.params[param]?.fallback ?? "", hostile).map((value) =>
        callOf(fn, { ...given, named: new Map(given.named).set(param, value) }, param, hostile),
      ),
    ),
    ...last.map((param) => callOf(fn, { ...given, further: [...given.further, hostile] }, param, hostile)),
  ]);
  return [usual, ...changed];
}

/** A list has the value as an item, a map as a key and as a value; a list that may be written with commas both ways. */
function variants(usual: Value, hostile: string): readonly Value[] {
  if (isList(usual)) return [[hostile], hostile];
  if (!isDict(usual)) return [hostile];
  const [key, value] = [...usual][0] ?? ["k", "v"];
  return [new Map<Value, Value>([[hostile, value]]), new Map<Value, Value>([[key, hostile]])];
}

async function argumentsOf(fn: ExecutionFunction, line: string): Promise<Given> {
  const words = splitWords(line).filter((word) => !word.startsWith("--"));
  const first = words[0] === "salt" ? 3 : 2;
  const parsed = await parseArguments(words.slice(words[0]?.startsWith("salt") ? first : 1));
  const keywords = parsed.filter((arg) => isDict(arg) && arg.has("__kwarg__"));
  const positional = parsed.filter((arg) => !keywords.includes(arg));
  const params = Object.keys(fn.params);
  const named = new Map<string, Value>(
    positional.slice(0, params.length).map((arg, at) => [params[at] ?? "", arg]),
  );
  for (const [key, value] of keywords.flatMap((arg) => (isDict(arg) ? [...arg] : []))) {
    if (key !== "__kwarg__") named.set(String(key), value);
  }
  return { named, further: positional.slice(params.length) };
}

function callOf(fn: ExecutionFunction, given: Given, param: string, hostile: string): HostileCall {
  if (given.further.length === 0) return { param, hostile, args: [], kwargs: given.named };
  const names = Object.keys(fn.params);
  const args = names.map((name) => given.named.get(name) ?? fn.params[name]?.fallback ?? null);
  const kwargs = new Map([...given.named].filter(([name]) => !names.includes(name)));
  return { param, hostile, args: [...args, ...given.further], kwargs };
}
