/**
 * Names and values in statements of PostgreSQL.
 */
import type { Value } from "@salt/core";
import { pythonStr, SaltInvocationError } from "@salt/core";

/** A name in double quotes. Throws SaltInvocationError when it is empty or holds NUL. */
export function identifier(value: Value): string {
  const name = checked(value);
  if (name === "") throw new SaltInvocationError("A name in the database cannot be empty");
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A name that real Salt writes without quotes, so that the server folds it to small letters: left as it is when it is a
 * plain word, in double quotes otherwise.
 */
export function word(value: Value): string {
  const name = pythonStr(value);
  return /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) ? name : identifier(name);
}

/** A text in single quotes. Throws SaltInvocationError when it holds NUL. */
export function literal(value: Value): string {
  const text = checked(value).replaceAll("'", "''");
  // Safe whatever `standard_conforming_strings` says.
  return text.includes("\\") ? `E'${text.replaceAll("\\", "\\\\")}'` : `'${text}'`;
}

/** A function with the types of its arguments, e.g. `public.add(integer, integer)`. Throws SaltInvocationError. */
export function signature(value: Value): string {
  const text = pythonStr(value);
  if (/^[\w$." ,()[\]]+$/.test(text) && (text.split('"').length - 1) % 2 === 0) return text;
  throw new SaltInvocationError(`${JSON.stringify(text)} is no function with the types of its arguments`);
}

function checked(value: Value): string {
  const text = pythonStr(value);
  if (text.includes("\0")) throw new SaltInvocationError("A name or value for the database holds a NUL byte");
  return text;
}
