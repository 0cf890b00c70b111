/**
 * The nested outputter: an outline for people.
 */
import { isInt, outputter } from "@salt/core";
import { nestedText } from "./text/nested-text.js";

export const nested = outputter(
  "nested",
  "An indented outline with sorted keys; the default.",
  (value, context) => {
    const indent = context.opts.get("nested_indent") ?? 0;
    return nestedText(value, context, isInt(indent) ? Number(indent) : 0);
  },
);
