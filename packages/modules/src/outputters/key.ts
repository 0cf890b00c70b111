/**
 * The key outputter: lists of keys, as salt-key prints them.
 */
import type { OutputContext, Value } from "@salt/core";
import { isDict, isList, outputter, pythonStr } from "@salt/core";
import type { ColorName } from "./text/colors.js";
import { colorsFor, withoutEscapes } from "./text/colors.js";
import { nestedText } from "./text/nested-text.js";
import { compareText, sortedEntries } from "./text/sorted.js";

/** Headings and colours of the states a key can be in, by the names of their directories. */
const STATES: Readonly<Record<string, readonly [heading: string, bold: ColorName, plain: ColorName]>> = {
  local: ["Local", "lightMagenta", "magenta"],
  minions: ["Accepted", "lightGreen", "green"],
  minions_denied: ["Denied", "lightMagenta", "magenta"],
  minions_pre: ["Unaccepted", "lightRed", "red"],
  minions_rejected: ["Rejected", "lightBlue", "blue"],
};

export const key = outputter(
  "key",
  "Keys by state: ids, or ids with fingerprints or keys.",
  (value, context) => {
    const known =
      isDict(value) && [...value.keys()].every((state) => typeof state === "string" && state in STATES);
    return known ? sections(value, context) : nestedText(value, context);
  },
);

function sections(map: ReadonlyMap<Value, Value>, context: OutputContext): string {
  const colors = colorsFor(context);
  const margin = context.opts.get("__multi_key") === true ? "    " : "";
  let text = "";
  for (const [state, keys] of sortedEntries(map)) {
    const [heading, bold, plain] = STATES[String(state)] ?? ["", "reset", "reset"];
    text += `${margin}${colors[bold]}${heading} Keys:${colors.reset}\n`;
    for (const line of lines(keys, context)) text += `${margin}${colors[plain]}${line}${colors.reset}\n`;
  }
  return text;
}

function lines(keys: Value, { stripColors }: OutputContext): string[] {
  const name = (id: Value): string => (stripColors ? withoutEscapes(pythonStr(id)) : pythonStr(id));
  if (isList(keys)) return keys.map(name).sort(compareText);
  return isDict(keys) ? sortedEntries(keys).map(([id, text]) => `${name(id)}:  ${pythonStr(text)}`) : [];
}
