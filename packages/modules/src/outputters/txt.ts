/**
 * The txt outputter: one line per line, with the minion in front.
 */
import type { Value } from "@salt/core";
import { isDict, outputter, pythonStr } from "@salt/core";
import { splitLines } from "./text/lines.js";
import { pprintText } from "./text/pprint-text.js";

export const txt = outputter("txt", "Lines of the form `id: text`, for other programs.", (value) => {
  if (typeof value === "string") return `${value}\n`;
  if (!isDict(value)) return `${pprintText(value)}\n`;
  return [...value].map(([key, item]) => linesOf(pythonStr(key), item)).join("");
});

function linesOf(key: string, value: Value): string {
  const lines = typeof value === "string" ? splitLines(value) : [pythonStr(value)];
  return lines.map((line) => `${key}: ${line}\n`).join("");
}
