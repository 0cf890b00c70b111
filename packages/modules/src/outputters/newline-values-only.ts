/**
 * The newline_values_only outputter: returns without the minions' names.
 */
import type { Value } from "@salt/core";
import { isDict, isList, outputter, pythonStr, Tuple } from "@salt/core";
import { nestedText } from "./text/nested-text.js";

export const newlineValuesOnly = outputter(
  "newline_values_only",
  "Only the values, one on each line; lists are taken apart.",
  (value, context) => {
    if (!isDict(value)) return nestedText(value, context);
    const items = [...value.values()].flatMap((item): readonly Value[] =>
      isList(item) && !(item instanceof Tuple) ? item : [item],
    );
    return items.map(pythonStr).join("\n");
  },
);
