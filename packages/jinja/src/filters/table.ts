/**
 * All filters and tests by name.
 */
import type { FilterFunction } from "../runtime/environment.js";
import { SALT_FILTERS } from "../salt/filters.js";
import { LIST_FILTERS } from "./list-filters.js";
import { NUMBER_FILTERS } from "./number-filters.js";
import { SELECTING_FILTERS } from "./selecting-filters.js";
import { TEXT_FILTERS } from "./text-filters.js";

export { TESTS } from "./tests.js";

/** Jinja2's filters, with Salt's in front of those of the same name. */
export const FILTERS: ReadonlyMap<string, FilterFunction> = new Map<string, FilterFunction>([
  ...TEXT_FILTERS,
  ...LIST_FILTERS,
  ...NUMBER_FILTERS,
  ...SELECTING_FILTERS,
  ...SALT_FILTERS,
]);
