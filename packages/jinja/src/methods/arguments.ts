/**
 * Arguments of methods, taken as what they must be.
 */
import { typeError } from "../value/errors.js";
import { typeName } from "../value/type-name.js";
import { failUndefined, isInt, isText, textOf, Undefined, type Val } from "../value/types.js";

/** A text. Throws TypeError with `message` for anything else. */
export function text(value: Val, message?: (type: string) => string): string {
  if (isText(value)) return textOf(value);
  if (value instanceof Undefined) failUndefined(value);
  throw typeError(message?.(typeName(value)) ?? `must be str, not ${typeName(value)}`);
}

/** An int. Throws TypeError for anything else. */
export function int(value: Val): number {
  if (isInt(value) || typeof value === "boolean") return Number(value);
  if (value instanceof Undefined) failUndefined(value);
  throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** An int, or undefined for None. */
export function maybeInt(value: Val): number | undefined {
  return value === null || value === undefined ? undefined : int(value);
}

/** A text, or undefined for None. */
export function maybeText(value: Val): string | undefined {
  return value === null || value === undefined ? undefined : text(value);
}
