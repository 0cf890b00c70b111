/**
 * Conditions that are calls of execution functions.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { callDirectly, isList, pythonStr, walk } from "@salt/core";
import { changedContext } from "./call-context.js";
import { fillSlots } from "./slots.js";

/** What a call came to. */
export interface Called {
  readonly value: Value;
  readonly retcode: number;
}

/** Calls `{fun, args, get_return, keyword…}`. Throws what the function throws, and FunctionNotAvailableError. */
export async function callCondition(entry: Dict, base: ExecutionContext): Promise<Called> {
  const name = pythonStr(entry.get("fun") ?? null);
  const path = entry.get("get_return") ?? null;
  const listed = entry.get("args");
  const keywords = new Map<string, Value>();
  for (const [key, value] of entry) {
    const word = pythonStr(key);
    if (!["fun", "args", "get_return"].includes(word)) keywords.set(word, value);
  }
  const context = changedContext(base, {});
  const slots = await fillSlots({ args: isList(listed) ? listed : [], keywords }, context);
  const fn = await context.functions.find(name);
  const value = await callDirectly(name, fn, slots.args, slots.keywords, context);
  const found = path === null ? value : (walk(value, pythonStr(path).split(":")) ?? null);
  return { value: found, retcode: context.retcode };
}
