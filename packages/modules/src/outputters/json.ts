/**
 * The json outputter.
 */
import type { OutputContext, Value } from "@salt/core";
import { isDict, isInt, isList, outputter, pythonRepr, pythonStr, toJson } from "@salt/core";

const DEFAULT_INDENT = 4;

export const json = outputter(
  "json",
  "JSON; --out-indent sets its indent, a negative one puts it on one line.",
  (value, context) => toJson(jsonable(value), layout(context)),
);

/** `output_indent: pretty` sorts keys; an empty `output_indent` means one line, as a negative one does. */
function layout({ indent, opts }: OutputContext): { indent: number | undefined; sortKeys: boolean } {
  const configured = opts.get("output_indent");
  if (configured === "pretty") return { indent: DEFAULT_INDENT, sortKeys: true };
  if (indent === undefined)
    return { indent: configured === null ? undefined : DEFAULT_INDENT, sortKeys: false };
  return { indent: indent < 0 ? undefined : indent, sortKeys: false };
}

/** What JSON cannot hold is replaced by its Python form, which at least says what it was. */
function jsonable(value: Value): Value {
  return isJsonable(value) ? value : replaced(value);
}

function replaced(value: Value): Value {
  if (value instanceof Uint8Array || value instanceof Date) return pythonRepr(value);
  if (isList(value)) return value.map(replaced);
  if (isDict(value)) return new Map([...value].map(([key, item]) => [jsonKey(key), replaced(item)]));
  return value;
}

/** Whether JSON holds all of a value as it is: nearly always, and then nothing has to be copied. */
function isJsonable(value: Value): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (isList(value)) return value.every(isJsonable);
  if (!isDict(value)) return !(value instanceof Uint8Array || value instanceof Date);
  for (const key of value.keys()) if (jsonKey(key) !== key) return false;
  for (const item of value.values()) if (!isJsonable(item)) return false;
  return true;
}

function jsonKey(key: Value): Value {
  const scalar = key === null || typeof key === "boolean" || typeof key === "string" || isInt(key);
  return scalar || typeof key === "number" ? key : pythonStr(key);
}
