/**
 * Jinja2's filters that take the name of another filter or of a test.
 */
import type { CallContext, FilterFunction } from "../runtime/environment.js";
import { isPromise } from "../runtime/pending.js";
import { templateError } from "../value/errors.js";
import { iterate, truth } from "../value/iterate.js";
import { type Kwargs, PyIterator, type Val } from "../value/types.js";
import { prepareMap, prepareSelect } from "./attribute-path.js";
import { formatFilter } from "./text-filters.js";

/** Nothing is looked at, not even the arguments, before the first item is asked for. */
function* mapped(context: CallContext, [value, ...args]: readonly Val[], kwargs: Kwargs): Generator<Val> {
  if (!truth(value)) return;
  const run = prepareMap(context, args, kwargs);
  for (const item of iterate(value)) {
    const result = run(item);
    if (isPromise(result)) throw templateError("a filter that waits for something cannot be used in map");
    yield result;
  }
}

function* selected(
  context: CallContext,
  [value, ...args]: readonly Val[],
  kwargs: Kwargs,
  { byAttribute, wanted }: Selection,
): Generator<Val> {
  if (!truth(value)) return;
  const test = prepareSelect(context, args, kwargs, byAttribute);
  for (const item of iterate(value)) if (test(item) === wanted) yield item;
}

interface Selection {
  readonly byAttribute: boolean;
  readonly wanted: boolean;
}

function selecting(byAttribute: boolean, wanted: boolean): FilterFunction {
  return (context, args, kwargs) =>
    new PyIterator("generator", selected(context, args, kwargs, { byAttribute, wanted }));
}

/** The filters. */
export const SELECTING_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  ["map", (context, args, kwargs) => new PyIterator("generator", mapped(context, args, kwargs))],
  ["select", selecting(false, true)],
  ["reject", selecting(false, false)],
  ["selectattr", selecting(true, true)],
  ["rejectattr", selecting(true, false)],
  ["format", (_, args, kwargs) => formatFilter(args, kwargs)],
];
