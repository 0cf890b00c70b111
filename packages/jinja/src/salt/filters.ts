/**
 * Salt's filters.
 */
import type { FilterFunction } from "../runtime/environment.js";
import { ITERTOOLS_FILTERS } from "./combinatorics.js";
import { DATA_FILTERS } from "./data-filters.js";
import { SERIALIZER_FILTERS } from "./serializers.js";
import { SALT_TEXT_FILTERS } from "./text-filters.js";

/** By name. */
export const SALT_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  ...SALT_TEXT_FILTERS,
  ...DATA_FILTERS,
  ...ITERTOOLS_FILTERS,
  ...SERIALIZER_FILTERS,
];
