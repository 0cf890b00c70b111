/**
 * States that run commands and scripts.
 */
import { needed, pythonType, stateFn, stateModule } from "@salt/core";
import { PythonError } from "../values/python-error.js";
import { unchanged } from "./answer/answer.js";
import {
  callParams,
  runParams,
  scriptParams,
  waitParams,
  waitScriptParams,
} from "./cmd-functions/arguments.js";
import { runCommandState } from "./cmd-functions/run.js";
import { runScriptState } from "./cmd-functions/script.js";
import { watchCommand } from "./cmd-functions/watch.js";

const run = stateFn({
  doc: "Runs a command. Its exit status is the result; what it printed stands in the changes.",
  params: runParams,
  varkw: "kwargs",
  run: runCommandState,
});

const script = stateFn({
  doc: "Fetches a script and runs it. Its exit status is the result; what it printed stands in the changes.",
  params: scriptParams,
  varkw: "kwargs",
  run: runScriptState,
});

const wait = stateFn({
  doc: "Runs a command when something that it watches has changed, and only then.",
  params: waitParams,
  varkw: "kwargs",
  run: ({ name }) => unchanged(name, ""),
});

export const cmd = stateModule("cmd", {
  doc: "States that run commands and scripts.",
  functions: {
    run,
    script,
    wait,
    watch: wait,
    wait_script: stateFn({
      doc: "Runs a script when something that it watches has changed, and only then.",
      params: waitScriptParams,
      varkw: "kwargs",
      run: ({ name }) => unchanged(name, ""),
    }),
    call: stateFn({
      doc: "Calls a function of Python. A value that an SLS file can hold is none, so this is refused as Python does.",
      params: callParams,
      varkw: "kwargs",
      run: ({ func }) => {
        throw new PythonError("TypeError", `'${pythonType(func)}' object is not callable`);
      },
    }),
    wait_call: stateFn({
      doc: "Calls a function of Python when something that it watches has changed.",
      params: callParams,
      varkw: "kwargs",
      run: ({ name }) => unchanged(name, ""),
    }),
    mod_watch: stateFn({
      doc: "Runs the command or script when something that it watches has changed.",
      params: { name: needed.any("The command.") },
      varkw: "kwargs",
      run: ({ name }, context, rest) => watchCommand(name, context, rest, { run, script }),
    }),
  },
});
