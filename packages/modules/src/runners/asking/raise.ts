/**
 * Throwing an error by its name in Python or Salt.
 */
import type { Value } from "@salt/core";
import { pythonStr } from "@salt/core";
import { errorNamed } from "../../execution/test-functions/exceptions.js";
import { PythonError } from "../../values/python-error.js";

/** Throws the error of a name, or a general one when nothing has that name. */
export function raise(name: string, message: Value): never {
  const short = name.replace(/^(salt\.)?exceptions\./, "");
  throw (
    errorNamed(`salt.exceptions.${short}`, [message]) ??
    errorNamed(short, [message]) ??
    new PythonError("Exception", `${name}: ${pythonStr(message)}`)
  );
}
