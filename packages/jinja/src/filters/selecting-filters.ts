/**
 * Jinja2's filters that take the name of another filter or of a test.
 */
import type { FilterFunction } from "../runtime/environment.js";
import { isPromise } from "../runtime/pending.js";
import { templateError } from "../value/errors.js";
import { iterate } from "../value/iterate.js";
import { PyIterator, Undefined, type Val } from "../value/types.js";
import { prepareMap, prepareSelect } from "./attribute-path.js";
import { formatFilter } from "./text-filters.js";

function* mapped(items: Val, run: (item: Val) => Val): Generator<Val> {
  for (const item of iterate(items)) {
    const result = run(item);
    if (isPromise(result)) throw templateError("a filter that waits for something cannot be used in map");
    yield result;
  }
}

function* selected(items: Val, keep: (item: Val) => boolean): Generator<Val> {
  for (const item of iterate(items)) if (keep(item)) yield item;
}

function isEmpty(value: Val): boolean {
  return value instanceof Undefined && !value.strict;
}

function selecting(byAttribute: boolean, wanted: boolean): FilterFunction {
  return (context, [value, ...args], kwargs) => {
    if (isEmpty(value)) return new PyIterator("generator", []);
    const test = prepareSelect(context, args, kwargs, byAttribute);
    return new PyIterator(
      "generator",
      selected(value, (item) => test(item) === wanted),
    );
  };
}

/** The filters. */
export const SELECTING_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  [
    "map",
    (context, [value, ...args], kwargs) =>
      isEmpty(value)
        ? new PyIterator("generator", [])
        : new PyIterator("generator", mapped(value, prepareMap(context, args, kwargs))),
  ],
  ["select", selecting(false, true)],
  ["reject", selecting(false, false)],
  ["selectattr", selecting(true, true)],
  ["rejectattr", selecting(true, false)],
  ["format", (_, args, kwargs) => formatFilter(args, kwargs)],
];
