/**
 * Attributes named in format strings, which must not get around the sandbox.
 */
import { methodOf } from "../methods/table.js";
import { securityError, undefinedError } from "../value/errors.js";
import { ownerText, typeName } from "../value/type-name.js";
import { ABSENT, PyObject, type Val } from "../value/types.js";

/** An attribute. Throws SecurityError for internal names, UndefinedError for those that are not there. */
export function safeAttribute(value: Val, name: string): Val {
  if (name.startsWith("_")) {
    throw securityError(`access to attribute '${name}' of '${typeName(value)}' object is unsafe.`);
  }
  const found = value instanceof PyObject ? value.attribute(name) : methodOf(value, name);
  // The sandbox asks as templates do, whose answer is an undefined value.
  if (found === ABSENT) throw undefinedError(`'${ownerText(value)}' has no attribute '${name}'`);
  return found;
}
