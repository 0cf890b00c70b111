/**
 * The attributes that filters such as map and sort are told by name.
 */
import { getItem } from "../runtime/attribute.js";
import type { CallContext } from "../runtime/environment.js";
import type { RenderState } from "../runtime/state.js";
import { filterArgumentError, templateError } from "../value/errors.js";
import { truth } from "../value/iterate.js";
import { repr } from "../value/repr.js";
import { isInt, isText, type Kwargs, Markup, textOf, Undefined, type Val } from "../value/types.js";

/** A function of one value. */
export type Getter = (item: Val) => Val;

function parts(attribute: Val): readonly Val[] {
  if (attribute === null) return [];
  if (!isText(attribute)) return [attribute];
  return textOf(attribute)
    .split(".")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Gets `a.b.0` of a value; `fallback` stands for undefined parts. */
export function attributeGetter(state: RenderState, attribute: Val, fallback: Val = null): Getter {
  const path = parts(attribute);
  return (item) => {
    let value = item;
    for (const part of path) {
      value = getItem(state, value, part);
      if (value instanceof Undefined && fallback !== null && fallback !== undefined) value = fallback;
    }
    return value;
  };
}

/** Several attributes, separated by commas. */
export function attributesGetter(state: RenderState, attribute: Val): (item: Val) => readonly Val[] {
  if (isInt(attribute) || !isText(attribute)) {
    const get = attributeGetter(state, attribute);
    return (item) => [get(item)];
  }
  const getters = textOf(attribute)
    .split(",")
    .map((each) => attributeGetter(state, each));
  return (item) => getters.map((get) => get(item));
}

/** Lower case for texts, for comparisons that ignore it. */
export function ignoreCase(value: Val): Val {
  if (typeof value === "string") return value.toLowerCase();
  return value instanceof Markup ? new Markup(value.text.toLowerCase()) : value;
}

/** What `map` does with each item: an attribute, or a filter. */
export function prepareMap(context: CallContext, args: readonly Val[], kwargs: Kwargs): Getter {
  const { state } = context;
  if (args.length === 0 && kwargs.has("attribute")) {
    const [extra] = [...kwargs.keys()].filter((key) => key !== "attribute" && key !== "default");
    if (extra !== undefined) throw filterArgumentError(`Unexpected keyword argument '${extra}'`);
    return attributeGetter(state, kwargs.get("attribute"), kwargs.get("default") ?? null);
  }
  const [name, ...rest] = args;
  if (args.length === 0) throw filterArgumentError("map requires a filter argument");
  const filter = isText(name) ? state.environment.filters.get(textOf(name)) : undefined;
  if (filter === undefined) throw templateError(`No filter named ${repr(name)}.`);
  return (item) => filter(context, [item, ...rest], kwargs);
}

/** What select, reject and their attribute forms ask of each item. */
export function prepareSelect(
  context: CallContext,
  args: readonly Val[],
  kwargs: Kwargs,
  byAttribute: boolean,
): (item: Val) => boolean {
  const { state } = context;
  if (byAttribute && args.length === 0) throw filterArgumentError("Missing parameter for attribute name");
  const get = byAttribute ? attributeGetter(state, args[0]) : (item: Val): Val => item;
  const [name, ...rest] = byAttribute ? args.slice(1) : args;
  if (name === undefined) return (item) => truth(get(item));
  const test = isText(name) ? state.environment.tests.get(textOf(name)) : undefined;
  if (test === undefined) throw templateError(`No test named ${repr(name)}.`);
  return (item) => test(context, [get(item), ...rest], kwargs);
}
