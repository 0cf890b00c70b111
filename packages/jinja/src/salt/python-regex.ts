/**
 * Regular expressions of Salt's filters and of its test `match`.
 */
import { PatternError, PLAIN_FLAGS, PythonRegex } from "@salt/core";
import { PyError, typeError } from "../value/errors.js";
import { truth } from "../value/iterate.js";
import { typeName } from "../value/type-name.js";
import { isText, textOf, type Val } from "../value/types.js";

/** The flags that Salt's filters offer. */
export interface RegexFlags {
  readonly ignoreCase: Val;
  readonly multiline: Val;
}

/** The text to look at. Throws TypeError for anything else, undefined values included. */
export function subject(value: Val): string {
  if (isText(value)) return textOf(value);
  if (value instanceof Uint8Array) throw typeError("cannot use a string pattern on a bytes-like object");
  throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
}

/** What `use` makes of a pattern. Throws re.error for what is no pattern or no replacement. */
export function withRegex<T>(pattern: Val, options: RegexFlags, use: (regex: PythonRegex) => T): T {
  if (!isText(pattern)) throw typeError("first argument must be string or compiled pattern");
  const flags = {
    ...PLAIN_FLAGS,
    ignoreCase: truth(options.ignoreCase),
    multiline: truth(options.multiline),
  };
  try {
    return use(new PythonRegex(textOf(pattern), flags));
  } catch (error) {
    if (error instanceof PatternError) throw new PyError("error", error.message);
    throw error;
  }
}
