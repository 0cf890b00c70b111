/**
 * `value.name` and `value[key]` under the sandbox's rules.
 */
import { methodOf } from "../methods/table.js";
import { itemOf } from "../value/item.js";
import { nearNames } from "../value/near-names.js";
import { repr } from "../value/repr.js";
import { ownerText, typeName } from "../value/type-name.js";
import {
  ABSENT,
  failUndefined,
  isText,
  PyFunction,
  PyObject,
  textOf,
  Undefined,
  type Val,
} from "../value/types.js";
import type { RenderState } from "./state.js";

const OBJECT_DUNDERS = new Set(
  "class doc init eq ne lt le gt ge hash str repr new dir reduce reduce_ex subclasshook init_subclass setattr getattribute delattr sizeof format getstate"
    .split(" ")
    .map((name) => `__${name}__`),
);
const FUNCTION_DUNDERS = new Set(
  "globals code closure defaults kwdefaults name qualname module dict call annotations get self wrapped"
    .split(" ")
    .map((name) => `__${name}__`),
);
const CONTAINER_DUNDERS = new Set(
  "len getitem contains iter add mul rmul setitem delitem iadd imul reversed class_getitem or ior ror"
    .split(" ")
    .map((name) => `__${name}__`),
);

function isInternal(value: Val, name: string): boolean {
  if (!name.startsWith("__")) return false;
  if (OBJECT_DUNDERS.has(name)) return true;
  if (value instanceof PyFunction || (value instanceof PyObject && !(value instanceof Undefined))) {
    return FUNCTION_DUNDERS.has(name);
  }
  return CONTAINER_DUNDERS.has(name) && (isText(value) || Array.isArray(value) || value instanceof Map);
}

/** An attribute, or ABSENT. A forbidden one is an undefined value that says so. */
export function attributeOf(state: RenderState, value: Val, name: string): Val {
  if (isInternal(value, name) && !(value instanceof Undefined)) {
    const message = `access to attribute '${name}' of '${typeName(value)}' object is unsafe.`;
    return state.undefined(message, name, { errorClass: "SecurityError" });
  }
  if (value instanceof PyObject) return value.attribute(name);
  return methodOf(value, name);
}

function notThere(state: RenderState, value: Val, name: Val): Undefined {
  if (isText(name)) {
    const text = textOf(name);
    const message = `${repr(ownerText(value))} has no attribute ${repr(text)}`;
    return state.undefined(message, text, value instanceof Map ? { hint: () => nearKeys(value, text) } : {});
  }
  return state.undefined(`${ownerText(value)} has no element ${repr(name)}`);
}

/** The keys of a dict that are close to one it does not have. */
function nearKeys(dict: ReadonlyMap<Val, Val>, name: string): string | undefined {
  const near = nearNames(
    name,
    [...dict.keys()].filter((key) => typeof key === "string"),
  );
  return near.length === 0 ? undefined : `It has ${near.join(", ")}.`;
}

/** `value.name`: an attribute, else an item, else undefined. */
export function getAttribute(state: RenderState, value: Val, name: string): Val {
  if (value instanceof Undefined) failUndefined(value);
  const attribute = attributeOf(state, value, name);
  if (attribute !== ABSENT) return attribute;
  const item = itemOf(value, name);
  return item === ABSENT ? notThere(state, value, name) : item;
}

/** `value[key]`: an item, else for texts an attribute, else undefined. */
export function getItem(state: RenderState, value: Val, key: Val): Val {
  if (value instanceof Undefined) failUndefined(value);
  const item = itemOf(value, key);
  if (item !== ABSENT) return item;
  if (isText(key)) {
    const attribute = attributeOf(state, value, textOf(key));
    if (attribute !== ABSENT) return attribute;
  }
  if (key instanceof Undefined) failUndefined(key);
  return notThere(state, value, key);
}
