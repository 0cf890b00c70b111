/**
 * Slots: arguments that an execution function gives at the moment of the call, `__slot__:salt:module.function(…)`.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { callDirectly, isDict, isList, walk } from "@salt/core";
import { parseSlotCall } from "./slot-call.js";

/** Arguments of a call. */
export interface SlotArguments {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

const MARK = "__slot__:";

/** The arguments with their slots filled: texts, values of maps, and both of these in lists. Throws what functions throw. */
export async function fillSlots(given: SlotArguments, context: ExecutionContext): Promise<SlotArguments> {
  const values = [...given.args, ...given.keywords.values()];
  if (!values.some(mayHoldSlot)) return given;
  const args: Value[] = [];
  for (const value of given.args) args.push(await filled(value, context, 2));
  const keywords = new Map<string, Value>();
  for (const [key, value] of given.keywords) keywords.set(key, await filled(value, context, 2));
  return { args, keywords };
}

function mayHoldSlot(value: Value): boolean {
  if (typeof value === "string") return value.startsWith(MARK);
  if (isList(value)) return value.some(mayHoldSlot);
  return (
    isDict(value) && [...value.values()].some((item) => typeof item === "string" && item.startsWith(MARK))
  );
}

async function filled(value: Value, context: ExecutionContext, depth: number): Promise<Value> {
  if (typeof value === "string") return value.startsWith(MARK) ? await evaluate(value, context) : value;
  if (isDict(value)) {
    const result = new Map<Value, Value>();
    for (const [key, item] of value) {
      result.set(key, typeof item === "string" ? await filled(item, context, 0) : item);
    }
    return result;
  }
  if (!isList(value) || depth < 2) return value;
  const result: Value[] = [];
  for (const item of value) result.push(await filled(item, context, 1));
  return result;
}

/** What a slot stands for; one that is malformed stands for itself, and the log says so. */
async function evaluate(slot: string, context: ExecutionContext): Promise<Value> {
  const [, kind, ...rest] = slot.split(":");
  const text = rest.join(":");
  const call = kind === "salt" ? parseSlotCall(text) : undefined;
  if (call === undefined || !(await context.functions.has(call.name))) {
    context.log.warn({ slot: call?.name ?? kind }, "A slot is malformed, or its function is not available");
    return slot;
  }
  const fn = await context.functions.find(call.name);
  const value = await callDirectly(call.name, fn, call.args, call.keywords, context);
  const [before = "", ...appended] = text.split("~");
  return append(pick(value, before), appended.length === 0 ? undefined : appended.join("~"));
}

/** Follows what stands after the call: `.key.other`. */
function pick(value: Value, text: string): Value {
  const path = text.slice(text.lastIndexOf(")") + 1);
  if (!path.includes(".")) return value;
  return (
    walk(
      value,
      path
        .slice(path.indexOf(".") + 1)
        .trim()
        .split("."),
    ) ?? null
  );
}

/** Texts are added to by `~ text`. */
function append(value: Value, added: string | undefined): Value {
  if (added === undefined || typeof value !== "string") return value;
  const text = added.trim();
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  return value + (quoted?.[2] ?? text);
}
