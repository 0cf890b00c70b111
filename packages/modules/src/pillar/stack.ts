/**
 * PillarStack: YAML templates that are listed by other templates, as an external source of the pillar.
 */
import { statSync } from "node:fs";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  getString,
  isDict,
  isList,
  needed,
  pillarModule,
  pythonStr,
  walk,
} from "@salt/core";
import { applyStackConfig } from "./sources/stack-config.js";

export const stack = pillarModule("stack", {
  doc: "Data of YAML templates, in the order of the files that list them, merged by strategies that they name.",
  functions: {
    ext_pillar: fn({
      doc: "Applies the files of the configuration, then those that `pillar:…`, `grains:…` and `opts:…` choose.",
      params: { minion_id: needed.str("The minion."), pillar: needed.dict("The pillar so far.") },
      varargs: "files",
      varkw: "conditions",
      run: async ({ minion_id, pillar }, context, { args, kwargs }) => {
        const files = [...args.map(pythonStr), ...chosenFiles(kwargs, pillar, context)];
        let data: Dict = new Map();
        for (const file of files) {
          if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
            context.log.info({ file }, "A file of the pillar stack does not exist");
            continue;
          }
          data = await applyStackConfig(file, data, { id: minion_id, pillar, context });
        }
        return data;
      },
    }),
  },
});

/** The files that conditions choose; `__env__` is the environment of the pillar. */
function chosenFiles(
  conditions: ReadonlyMap<string, Value>,
  pillar: Dict,
  { opts, grains }: ExecutionContext,
): readonly string[] {
  const env = getString(opts, "pillarenv") || getString(opts, "saltenv") || "base";
  const sources: Readonly<Record<string, Dict>> = { pillar, grains, opts };
  return [...conditions].flatMap(([condition, choices]) => {
    const [name = "", ...path] = condition.split(":");
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
    if (source === undefined || !isDict(choices)) {
      throw new CommandExecutionError(
        `Unknown traverse option "${name}", should be one of pillar, grains, opts`,
      );
    }
    const found = walk(source, path);
    if (found === undefined) return [];
    const files = choices.get(found) ?? (found === env ? choices.get("__env__") : undefined) ?? [];
    return (isList(files) ? files : [files]).map((file) => pythonStr(file).replaceAll("__env__", env));
  });
}
