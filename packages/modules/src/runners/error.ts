/**
 * Failing on purpose, to see how failures of runners are reported.
 */
import { maybe, runnerFn, runnerModule } from "@salt/core";
import { raise } from "./asking/raise.js";

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
      run: ({ name, message }) => (name === null ? {} : raise(name, message)),
    }),
  },
});
