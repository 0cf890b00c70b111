/**
 * The no_return outputter: what is printed for minions that did not answer.
 */
import type { OutputContext, Value } from "@salt/core";
import { isDict, outputter, pythonStr } from "@salt/core";
import { colorsFor } from "./text/colors.js";
import { sortedEntries } from "./text/sorted.js";

export const noReturn = outputter(
  "no_return",
  "Texts in red below their keys; other values are left out.",
  (value, context) => outline(value, context, 0).join(""),
);

function outline(value: Value, context: OutputContext, indent: number): string[] {
  const { red, cyan, reset } = colorsFor(context);
  const margin = " ".repeat(indent);
  if (typeof value === "string") {
    return value.split("\n").map((line) => `${red}${margin}${line}${reset}\n`);
  }
  if (!isDict(value)) return [];
  return sortedEntries(value).flatMap(([key, item]) => [
    `${cyan}${margin}${pythonStr(key)}${reset}:\n`,
    ...outline(item, context, indent + 4),
  ]);
}
