/**
 * Failing on purpose, to see how failures of runners are reported.
 */
import { maybe, pythonStr, runnerFn, runnerModule } from "@salt/core";
import { errorNamed } from "../execution/test-functions/exceptions.js";
import { PythonError } from "../values/python-error.js";

export const error = runnerModule("error", {
  doc: "Failing on purpose, to see how failures of runners are reported.",
  functions: {
    error: runnerFn({
      doc: "Fails with an error of a given name. Without a name, gives an empty map.",
      examples: ["salt-run error.error", "salt-run error.error name=ValueError message='not that one'"],
      params: {
        name: maybe.str(null, "The name of one of Python's or Salt's errors."),
        message: maybe.any("", "The message of the error."),
      },
      run: ({ name, message }) => {
        if (name === null) return {};
        const short = name.replace(/^(salt\.)?exceptions\./, "");
        throw (
          errorNamed(`salt.exceptions.${short}`, [message]) ??
          errorNamed(short, [message]) ??
          new PythonError("Exception", `${name}: ${pythonStr(message)}`)
        );
      },
    }),
  },
});
