/**
 * Defaults of formulas, and merging them with other data.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, fn, isDict, isList, maybe, needed, parseJson, parseYaml } from "@salt/core";
import { PythonError } from "../values/python-error.js";
import { traverse } from "../values/traverse.js";
import { deepCopy, updateDict } from "../values/update.js";

const inPlace = maybe.bool(true, "Change the map that is given, instead of a copy.");
const convertNone = maybe.bool(true, "Take nothing for an empty map.");

export const defaults = executionModule("defaults", {
  doc: "Defaults of formulas, and merging them with other data.",
  functions: {
    get: fn({
      doc: "A value of `defaults.yaml` or `defaults.json` of a formula: the first word of the key is the formula.",
      examples: ["salt '*' defaults.get core:users:root"],
      params: {
        key: needed.str("Formula and keys, with colons between them."),
        default: maybe.any("", "The answer when there is nothing."),
      },
      run: async (args, context): Promise<Plain> => {
        const at = args.key.indexOf(":");
        const formula = at === -1 ? args.key : args.key.slice(0, at);
        const found = await load(formula, context);
        if (at === -1) return found;
        const value = isDict(found) ? traverse(found, args.key.slice(at + 1)) : undefined;
        return value ?? args.default;
      },
    }),
    merge: fn({
      doc: "Merges a map into another one, which is changed unless `in_place` is false.",
      examples: ["salt '*' defaults.merge '{a: b}' '{d: e}'"],
      params: {
        dest: needed.any("The map to merge into."),
        src: needed.any("The map to merge."),
        merge_lists: maybe.bool(false, "Append to lists instead of replacing them."),
        in_place: inPlace,
        convert_none: convertNone,
      },
      run: (args) => {
        if (args.dest === null && args.convert_none && args.in_place)
          throw new PythonError("TypeError", "Can't perform in-place merge into NoneType");
        return merged(args.dest, args.src, args);
      },
    }),
    deepcopy: fn({
      doc: "A copy of a value that shares nothing with it.",
      examples: ["salt '*' defaults.deepcopy '{a: [1]}'"],
      params: { source: needed.any("The value.") },
      run: ({ source }) => deepCopy(source),
    }),
    update: fn({
      doc: "Puts defaults under each map of a map, which is changed unless `in_place` is false.",
      examples: ["salt '*' defaults.update '{host1: {a: 1}}' '{b: 2}'"],
      params: {
        dest: needed.any("The map of maps."),
        defaults: needed.any("What each of them gets where it says nothing."),
        merge_lists: maybe.bool(true, "Append to lists instead of replacing them."),
        in_place: inPlace,
        convert_none: convertNone,
      },
      run: (args) => {
        if (args.dest === null && args.in_place)
          throw new PythonError("TypeError", "Can't perform in-place update into NoneType");
        const nodes = args.in_place ? args.dest : deepCopy(orEmpty(args.dest, args.convert_none));
        if (!(nodes instanceof Map))
          throw new PythonError("AttributeError", "the map to update must be a dict");
        for (const [name, value] of nodes) {
          const under = deepCopy(orEmpty(args.defaults, args.convert_none));
          nodes.set(name, merged(under, value, { ...args, in_place: true }));
        }
        return nodes;
      },
    }),
  },
});

function orEmpty(value: Value, convertsNone: boolean): Value {
  return value === null && convertsNone ? new Map() : value;
}

function merged(
  dest: Value,
  src: Value,
  how: { readonly merge_lists: boolean; readonly in_place: boolean; readonly convert_none: boolean },
): Value {
  const into = orEmpty(dest, how.convert_none);
  return updateDict(
    how.in_place ? into : deepCopy(into),
    orEmpty(src, how.convert_none),
    true,
    how.merge_lists,
  );
}

/** The defaults of a formula: the first file that is there; nothing when there is none. */
async function load(formula: string, context: ExecutionContext): Promise<Value> {
  const urls = ["yaml", "json"].map((ending) => `salt://${formula}/defaults.${ending}`);
  const files = await context.call("cp.cache_files", [urls]);
  for (const file of isList(files) ? files : []) {
    if (typeof file !== "string" || file === "") continue;
    const text = readFileSync(file, "utf8");
    return (file.endsWith(".yaml") ? parseYaml(text) : parseJson(text)) ?? new Map();
  }
  return null;
}
