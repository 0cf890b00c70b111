/**
 * Functions of `grains` that only read.
 */
import type { MutableDict, Value } from "@salt/core";
import { fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { filterBy } from "../../values/filter-by.js";
import { traverse } from "../../values/traverse.js";
import { sanitized } from "./sanitize.js";

const DELIMITER = "Between the keys of a path.";

const get = fn({
  doc: "The value of a grain, or of a key inside one when a path is given; a default when there is none.",
  examples: ["salt '*' grains.get os", "salt '*' grains.get locale_info:timezone"],
  params: {
    key: needed.any("The grain, or a path such as `locale_info:timezone`; numbers count list items."),
    default: maybe.any("", "What to answer when there is none."),
    delimiter: maybe.str(":", DELIMITER),
    ordered: maybe.any(true, "Known for compatibility: maps always keep their order."),
  },
  control: true,
  run: (args, { grains }) => orDefault(traverse(grains, args.key, args.delimiter ?? ":"), args.default),
});

/** A grain that is there, be it empty; else the default. */
function orDefault(found: Value | undefined, fallback: Value): Value {
  return found === undefined ? fallback : found;
}

/** `get`, `fetch`, `item`, `items`, `ls`, `has_value`, `equals`, `filter_by`. */
export const lookUpFunctions = {
  get,
  fetch: { ...get, doc: "Another name of grains.get.", examples: ["salt '*' grains.fetch os"] },
  item: fn({
    doc: "Several grains by name or path. With `sanitize=True`, serial numbers and host names are hidden.",
    examples: ["salt '*' grains.item os osrelease", "salt '*' grains.item host sanitize=True"],
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: (_args, { grains }, { args, kwargs }) => {
      const delimiter = pythonStr(kwargs.get("delimiter") ?? ":");
      const fallback = kwargs.get("default") ?? "";
      const found: MutableDict = new Map();
      for (const key of args) found.set(key, orDefault(traverse(grains, key, delimiter), fallback));
      return isYes(kwargs.get("sanitize")) ? sanitized(found) : found;
    },
  }),
  items: fn({
    doc: "All grains.",
    examples: ["salt '*' grains.items", "salt '*' grains.items sanitize=True"],
    params: { sanitize: maybe.any(false, "Hide serial numbers and host names.") },
    control: true,
    run: ({ sanitize }, { grains }) => (isYes(sanitize) ? sanitized(grains) : grains),
  }),
  ls: fn({
    doc: "The names of all grains, sorted.",
    examples: ["salt '*' grains.ls"],
    control: true,
    run: (_args, { grains }) => [...grains.keys()].map(pythonStr).sort(),
  }),
  has_value: fn({
    doc: "Whether a grain, or a key inside one, is there, whatever its value.",
    examples: ["salt '*' grains.has_value locale_info:timezone"],
    params: { key: needed.any("The grain or path.") },
    control: true,
    run: ({ key }, { grains }) => traverse(grains, key) !== undefined,
  }),
  equals: fn({
    doc: "Whether a grain has a value. Both are compared as texts.",
    examples: ["salt '*' grains.equals osmajorrelease 12"],
    params: { key: needed.any("The grain or path."), value: needed.any("The value.") },
    control: true,
    run: ({ key, value }, { grains }) => pythonStr(value) === pythonStr(traverse(grains, key) ?? ""),
  }),
  filter_by: fn({
    doc:
      "Chooses the entry of a map whose key is the value of a grain, or a glob for it. Another entry can serve as " +
      "the base, and a map can be laid over the choice.",
    examples: ["salt '*' grains.filter_by '{Debian: {pkg: apt}, RedHat: {pkg: dnf}}'"],
    params: {
      lookup_dict: needed.dict("What to choose from."),
      grain: maybe.str("os_family", "The grain that chooses."),
      merge: maybe.any(null, "A map laid over the choice."),
      default: maybe.any("default", "The key of the entry for all other values."),
      base: maybe.any(null, "The key of the entry that the choice is laid over."),
    },
    control: true,
    run: ({ lookup_dict, grain, merge, base, default: fallback }, { grains: data }) =>
      filterBy({ lookup: lookup_dict, key: grain ?? "", data, merge, fallback, base }),
  }),
};

/** Yes in the sense of a command line: `True`, a number above zero. */
function isYes(value: Value | undefined): boolean {
  if (typeof value === "string") return value.toLowerCase() === "true" || Number(value) > 0;
  return isTruthy(value);
}
