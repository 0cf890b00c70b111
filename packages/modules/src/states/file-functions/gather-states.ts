/**
 * `file.accumulated`: texts that a later state puts into a file. `file.shortcut`: refused. What states of files offer
 * to the run: `mod_run_check_cmd`.
 */
import type { Value } from "@salt/core";
import { isDict, isList, maybe, needed, pythonStr } from "@salt/core";
import { accumulatorsOf } from "./accumulators.js";
import { done, failed, fileState, pathOf } from "./answer.js";
import { runCheckCommand } from "./check-command.js";

export const gatherStates = {
  accumulated: fileState({
    doc: "Gathers texts for a file; `file.managed` and `file.blockreplace` of that file put them there.",
    params: {
      name: needed.str("The name of the accumulator."),
      filename: needed.str("The file."),
      text: needed.any("A text, a list of texts, or any data for a template."),
    },
    varkw: "kwargs",
    run: (args, context) => {
      const name = pathOf(args.name, "accumulated");
      if (args.text === null) return failed(name, "No text supplied for accumulator");
      const low = context.chunk?.low;
      const users = ["require_in", "watch_in"].flatMap((key) => membersOf(low?.get(key) ?? null));
      if (!users.some((one) => (isList(one) || isDict(one) ? hasFile(one) : String(one).includes("file")))) {
        const place = `${pythonStr(low?.get("__sls__") ?? "")}:${pythonStr(low?.get("__id__") ?? "")}`;
        return failed(name, `Orphaned accumulator ${name} in ${place}`);
      }
      const texts = isList(args.text) ? args.text : [args.text];
      const ids = users.flatMap((one) =>
        isDict(one) ? [...one.values()] : isList(one) ? one : [...String(one)],
      );
      const isNew = accumulatorsOf(context).add(args.filename, name, texts, ids);
      return done(name, isNew ? `Accumulator ${name} for file ${args.filename} was charged by text` : "");
    },
  }),
  shortcut: fileState({
    doc: "Not here: shortcuts are a thing of Windows. Use file.symlink.",
    params: { name: needed.str("The shortcut."), target: maybe.any(null, "What it leads to.") },
    varkw: "kwargs",
    run: (args) => failed(args.name, "Shortcuts are only supported on Windows"),
  }),
  mod_run_check_cmd: fileState({
    doc: "Runs a command that may refuse a file; a map says that it did, and why.",
    params: { cmd: needed.str("The command."), filename: needed.str("The path that becomes its last word.") },
    varkw: "kwargs",
    run: async (args, context) => {
      const verdict = await runCheckCommand(args.cmd, args.filename, context);
      return isDict(verdict) ? verdict : new Map<Value, Value>([["result", true]]);
    },
  }),
};

function membersOf(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

function hasFile(one: Value): boolean {
  return isDict(one) ? one.has("file") : isList(one) && one.includes("file");
}
