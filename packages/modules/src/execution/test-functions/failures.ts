/**
 * Functions of `test` that fail on purpose, or that look at how others fail.
 */
import { errorText, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { PythonError } from "../../values/python-error.js";
import { errorNamed } from "./exceptions.js";

/** `exception`, `raise_exception`, `assertion`, `retcode`, `try`, `stack`. */
export const failureFunctions = {
  exception: fn({
    doc: "Fails with an error of no special kind.",
    examples: ["salt '*' test.exception 'Oh no'"],
    params: { message: maybe.any("Test Exception", "The message of the error.") },
    control: true,
    run: ({ message }) => {
      throw new PythonError("Exception", pythonStr(message));
    },
  }),
  raise_exception: fn({
    doc:
      "Fails with an error of a given name: one of Python's own, or one of Salt's with `salt.exceptions.` before it. " +
      "Answers false when there is no error of that name. Shows how failures of each kind are reported.",
    examples: [
      "salt '*' test.raise_exception ValueError 'not that one'",
      "salt '*' test.raise_exception salt.exceptions.CommandExecutionError 'did not work'",
    ],
    params: { name: needed.str("The name of the error.") },
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: ({ name }, { log }, { args, kwargs }) => {
      const error = errorNamed(name, [...args, ...givenKeywords(kwargs).values()]);
      if (error !== undefined) throw error;
      log.error({ name }, "There is no error of this name");
      return false;
    },
  }),
  assertion: fn({
    doc: "Fails when its argument is false, and answers nothing when it is true.",
    examples: ["salt '*' test.assertion False"],
    params: { assertion: needed.any("What should be true.") },
    control: true,
    run: ({ assertion }) => {
      if (isTruthy(assertion)) return null;
      throw new PythonError("AssertionError", "");
    },
  }),
  retcode: fn({
    doc: "Answers true, but makes the job end with another exit status, to see where it arrives.",
    examples: ["salt '*' test.retcode 42"],
    params: { code: maybe.int(42, "The exit status.") },
    control: true,
    run: ({ code }, context) => {
      context.retcode = code ?? 0;
      return true;
    },
  }),
  try: fn({
    doc:
      "Calls another function with the keyword arguments given and answers nothing when it fails. Meant for " +
      "templates: on the command line the facts of the publication are handed on too, which most functions refuse.",
    examples: ["salt '*' test.try module=test.arg name=value"],
    params: {
      module: needed.str("The function to call, as `module.function`."),
      return_try_exception: maybe.bool(false, "Answer the failure's text instead of nothing."),
    },
    varkw: "kwargs",
    run: async ({ module, return_try_exception }, context, { kwargs }) => {
      try {
        return await context.call(module, [], Object.fromEntries(kwargs));
      } catch (error) {
        return return_try_exception ? errorText(error) : null;
      }
    },
  }),
  stack: fn({
    doc: "Shows the calls that led here, innermost first.",
    examples: ["salt '*' test.stack"],
    control: true,
    run: () => {
      const here = { stack: "" };
      Error.captureStackTrace(here);
      return here.stack;
    },
  }),
};
