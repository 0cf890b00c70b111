/**
 * Merging of the pillar stack: maps and lists name their strategy themselves, at `__`.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, includes, isDict, isList, pythonStr } from "@salt/core";

const STRATEGIES = ["overwrite", "merge-first", "merge-last", "remove"] as const;
type Strategy = (typeof STRATEGIES)[number];

/** The stack with a map of one file more. Throws CommandExecutionError for an unknown strategy. */
export function mergeStack(stack: Dict, over: Dict): Dict {
  const strategy = strategyOf(over.get("__"));
  const entries = [...over].filter(([key]) => key !== "__");
  if (strategy === "overwrite") return cleanDict(new Map(entries));
  const merged: MutableDict = new Map(stack);
  for (const [key, value] of entries) {
    const known = merged.get(key);
    if (strategy === "remove") merged.delete(key);
    else if (known === undefined) merged.set(key, cleaned(value));
    else if (strategy === "merge-first") merged.set(key, together(cleaned(value), known));
    else merged.set(key, together(known, value));
  }
  return merged;
}

/** `over` wins, where both are not maps or lists. */
function together(under: Value, over: Value): Value {
  if (isDict(under) && isDict(over)) return mergeStack(under, over);
  if (isList(under) && isList(over)) return mergeLists(under, over);
  return cleaned(over);
}

function mergeLists(under: readonly Value[], over: readonly Value[]): readonly Value[] {
  const [first] = over;
  const own = isDict(first) ? first.get("__") : undefined;
  const items = own === undefined ? over : over.slice(1);
  switch (strategyOf(own)) {
    case "overwrite":
      return items;
    case "remove":
      return under.filter((item) => !includes(items, item));
    case "merge-first":
      return [...items, ...under];
    default:
      return [...under, ...items];
  }
}

function strategyOf(value: Value | undefined): Strategy {
  if (value === undefined) return "merge-last";
  const found = STRATEGIES.find((name) => name === value);
  if (found !== undefined) return found;
  const all = STRATEGIES.map((name) => `'${name}'`).join(", ");
  throw new CommandExecutionError(`Unknown strategy "${pythonStr(value)}", should be one of (${all})`);
}

/** A value without the names of strategies. */
function cleaned(value: Value): Value {
  if (isDict(value)) return cleanDict(value);
  const [first] = isList(value) ? value : [];
  return isList(value) && isDict(first) && first.has("__") ? value.slice(1) : value;
}

function cleanDict(value: Dict): Dict {
  return new Map([...value].filter(([key]) => key !== "__").map(([key, item]) => [key, cleaned(item)]));
}
