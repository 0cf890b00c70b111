/**
 * Attributes named in format strings, which must not get around the sandbox.
 */
import { methodOf } from "../methods/table.js";
import { PyError, securityError } from "../value/errors.js";
import { typeName } from "../value/type-name.js";
import { ABSENT, PyObject, type Val } from "../value/types.js";

/** An attribute. Throws SecurityError for internal names, AttributeError for those that are not there. */
export function safeAttribute(value: Val, name: string): Val {
  if (name.startsWith("_")) {
    throw securityError(`access to attribute '${name}' of '${typeName(value)}' object is unsafe.`);
  }
  const found = value instanceof PyObject ? value.attribute(name) : methodOf(value, name);
  if (found === ABSENT) {
    throw new PyError("AttributeError", `'${typeName(value)}' object has no attribute '${name}'`);
  }
  return found;
}
