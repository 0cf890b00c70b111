/**
 * Failing on purpose, to see how failures of wheel functions are reported.
 */
import { maybe, wheelFn, wheelModule } from "@salt/core";
import { raise } from "../runners/asking/raise.js";

export const error = wheelModule("error", {
  doc: "Failing on purpose, to see how failures of wheel functions are reported.",
  functions: {
    error: wheelFn({
      doc: "Fails with an error of a given name. Without a name, gives an empty map.",
      params: {
        name: maybe.str(null, "The name of one of Python's or Salt's errors."),
        message: maybe.any("", "The message of the error."),
      },
      run: ({ name, message }) => (name === null ? {} : raise(name, message)),
    }),
  },
});
