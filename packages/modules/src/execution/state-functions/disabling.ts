/**
 * Keeping SLS files, the highstate and state functions from being run: the grain `state_runs_disabled`.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { fn, getList, isList, needed, pythonStr } from "@salt/core";

const GRAIN = "state_runs_disabled";
const states = needed.any(
  "SLS files, `highstate`, or globs of state functions: a list or a text with commas.",
);

/** `disable`, `enable` and `list_disabled`. */
export const disablingFunctions = {
  disable: fn({
    doc: "Keeps SLS files, the highstate or state functions from being run.",
    examples: ["salt '*' state.disable highstate", "salt '*' state.disable 'web.*,pkg.installed'"],
    params: { states },
    run: (args, context) => change(args.states, context, "disabled", (known, one) => [...known, one]),
  }),
  enable: fn({
    doc: "Lets SLS files, the highstate or state functions that were disabled be run again.",
    examples: ["salt '*' state.enable highstate"],
    params: { states },
    run: (args, context) =>
      change(args.states, context, "enabled", (known, one) => known.filter((other) => other !== one)),
  }),
  list_disabled: fn({
    doc: "What is kept from being run.",
    examples: ["salt '*' state.list_disabled"],
    run: async (_args, context) => await context.call("grains.get", [GRAIN]),
  }),
};

/** Texts with commas as a list. */
function splitInput(value: Value): readonly string[] {
  if (isList(value)) return value.map(pythonStr);
  return pythonStr(value)
    .split(",")
    .map((part) => part.trim());
}

async function change(
  given: Value,
  context: ExecutionContext,
  word: "disabled" | "enabled",
  edit: (known: readonly Value[], one: string) => readonly Value[],
): Promise<Value> {
  const grain = await context.call("grains.get", [GRAIN]);
  const before: readonly Value[] = isList(grain) ? grain : [];
  let known = before;
  const lines = splitInput(given).map((one) => {
    const isSo = known.includes(one) === (word === "disabled");
    if (!isSo) known = edit(known, one);
    return `Info: ${one} state ${isSo ? "already " : ""}${word}.`;
  });
  if (known !== before) await context.call("grains.setval", [GRAIN, known]);
  await context.call("saltutil.refresh_modules");
  return new Map<Value, Value>([
    ["res", true],
    ["msg", lines.join("\n")],
  ]);
}

/** The refusals of SLS files that are disabled, by name or by `name.*`. */
export function refusalsOf(names: readonly string[], { grains }: ExecutionContext): readonly string[] {
  const disabled = (getList(grains, GRAIN) ?? []).map(pythonStr);
  return names.flatMap((name) =>
    disabled.flatMap((pattern) => {
      if (!pattern.includes(".*")) {
        if (pattern !== name) return [];
        return [`The state file "${name}" is currently disabled, to re-enable, run state.enable ${name}.`];
      }
      if (!name.startsWith(`${pattern.split(".", 1)[0]}.`)) return [];
      return [
        `The state file "${name}" is currently disabled by "${pattern}", to re-enable, run state.enable ${pattern}.`,
      ];
    }),
  );
}
