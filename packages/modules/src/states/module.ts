/**
 * States that call execution functions.
 */
import { maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { unchanged } from "./answer/answer.js";
import { runListed } from "./module-functions/run-listed.js";
import { runNamed } from "./module-functions/run-named.js";

/** Words of every chunk that are no functions. */
const OTHERS = ["name", "__reqs__", "sfun"];

const run = stateFn({
  doc:
    "Calls execution functions: `test.echo: [hello]` for each, or in the older form the one that is the name of the " +
    "chunk, with arguments as those of the state (`m_name` for `name`).",
  params: { name: maybe.any(null, "The function, in the older form.") },
  varkw: "kwargs",
  run: ({ name }, context, { kwargs }) => {
    const keys = [...kwargs.keys()].filter((key) => !OTHERS.includes(key));
    const isOlder = keys.length === 0 || keys.some((key) => !key.includes("."));
    const given = new Map([...kwargs].filter(([key]) => key !== "sfun" && key !== "__reqs__"));
    return isOlder ? runNamed(pythonStr(name), given, context) : runListed(given, context);
  },
});

const wait = stateFn({
  doc: "Calls execution functions when something that it watches has changed, and only then.",
  params: { name: needed.any("The function, or a name for the chunk.") },
  varkw: "kwargs",
  run: ({ name }) => unchanged(name, ""),
});

export const module = stateModule("module", {
  doc: "States that call execution functions.",
  functions: { run, wait, watch: wait, mod_watch: run },
});
