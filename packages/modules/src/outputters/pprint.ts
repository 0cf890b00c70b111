/**
 * The pprint outputter.
 */
import { outputter } from "@salt/core";
import { nestedText } from "./text/nested-text.js";
import { pprintText } from "./text/pprint-text.js";

export const pprint = outputter("pprint", "The value as Python's pprint lays it out.", (value, context) => {
  const { indent, opts } = context;
  // As with yaml, the word is for JSON and fails here.
  if (opts.get("output_indent") === "pretty") return nestedText(value, context);
  return pprintText(value, indent !== undefined && indent >= 0 ? indent : 1);
});
