/**
 * A program that classifies minions, as a source of `master_tops`.
 */
import {
  CommandExecutionError,
  type Dict,
  fn,
  get,
  getList,
  getString,
  isDict,
  pythonStr,
  topModule,
  type Value,
} from "@salt/core";
import { loadSlsYaml } from "@salt/render";
import { splitWords } from "../execution/cmd/words.js";

export const extNodes = topModule("ext_nodes", {
  doc: "The classes that a program prints for a minion, in the form that Puppet's external node classifiers have.",
  available: ({ opts }) =>
    getString(opts.get("master_tops"), "ext_nodes") !== undefined ||
    "master_tops has no command for ext_nodes",
  functions: {
    top: fn({
      doc: "Runs the command with the minion's id as its last word, without a shell, and reads what it prints as YAML.",
      varkw: "kwargs",
      run: async (_args, context, { kwargs }) => {
        const command = getString(context.opts.get("master_tops"), "ext_nodes") ?? "";
        const id = getString(kwargs.get("opts"), "id");
        if (id === undefined) return new Map();
        if (id.startsWith("-")) throw new CommandExecutionError(`The id ${id} would be read as an option`);
        const result = await context.call("cmd.run_all", [[...splitWords(command), id]], {
          python_shell: false,
        });
        const status = get(result, "retcode");
        if (status !== 0)
          throw new CommandExecutionError(`The command of ext_nodes ended with ${String(status)}`);
        return classes(loadSlsYaml(getString(result, "stdout") ?? "").value);
      },
    }),
  },
});

/** The classes, which are a list or the keys of a map, for the environment that is named beside them. */
function classes(node: Value): Dict {
  if (!isDict(node)) return new Map();
  const named = node.get("classes");
  const names = isDict(named) ? [...named.keys()] : getList(node, "classes");
  const env = node.get("environment");
  return names === undefined ? new Map() : new Map([[env === undefined ? "base" : pythonStr(env), names]]);
}
