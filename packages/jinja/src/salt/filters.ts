/**
 * Salt's filters.
 */
import type { FilterFunction } from "../runtime/environment.js";
import { ADDRESS_FILTERS } from "./address-filters.js";
import { ITERTOOLS_FILTERS } from "./combinatorics.js";
import { DATA_FILTERS } from "./data-filters.js";
import { HOST_FILTERS } from "./host-filters.js";
import { SERIALIZER_FILTERS } from "./serializers.js";
import { SALT_TEXT_FILTERS } from "./text-filters.js";

/** By name. */
export const SALT_FILTERS: readonly (readonly [string, FilterFunction])[] = [
  ...SALT_TEXT_FILTERS,
  ...ADDRESS_FILTERS,
  ...DATA_FILTERS,
  ...HOST_FILTERS,
  ...ITERTOOLS_FILTERS,
  ...SERIALIZER_FILTERS,
];
