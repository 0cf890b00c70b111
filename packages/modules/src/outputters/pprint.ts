/**
 * The pprint outputter.
 */
import { outputter } from "@salt/core";
import { pprintText } from "./text/pprint-text.js";

export const pprint = outputter("pprint", "The value as Python's pprint lays it out.", (value, context) =>
  pprintText(value, context.indent !== undefined && context.indent >= 0 ? context.indent : 1),
);
