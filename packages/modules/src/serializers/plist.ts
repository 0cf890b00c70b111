/**
 * Property lists in their XML form.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError, isDict, isFloat, isInt, isList, pythonStr } from "@salt/core";

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

/** The text of a value. Throws CommandExecutionError for null, which the form lacks. */
export function plistText(value: Value): string {
  return `${HEAD}${element(value, "")}</plist>\n`;
}

function element(value: Value, indent: string): string {
  if (isDict(value)) return container("dict", entries(value, `${indent}\t`), indent);
  if (isList(value))
    return container(
      "array",
      value.map((item) => element(item, `${indent}\t`)),
      indent,
    );
  return `${indent}${scalar(value, indent)}\n`;
}

function entries(value: ReadonlyMap<Value, Value>, indent: string): readonly string[] {
  const sorted = [...value].map(([key, item]) => [pythonStr(key), item] as const);
  sorted.sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([key, item]) => `${indent}<key>${escaped(key)}</key>\n${element(item, indent)}`);
}

function container(tag: string, items: readonly string[], indent: string): string {
  if (items.length === 0) return `${indent}<${tag}/>\n`;
  return `${indent}<${tag}>\n${items.join("")}${indent}</${tag}>\n`;
}

function scalar(value: Value, indent: string): string {
  if (typeof value === "string") return `<string>${escaped(value)}</string>`;
  if (typeof value === "boolean") return value ? "<true/>" : "<false/>";
  if (isInt(value)) return `<integer>${value}</integer>`;
  if (isFloat(value)) return `<real>${pythonStr(value)}</real>`;
  if (value instanceof Uint8Array)
    return `<data>\n${indent}${Buffer.from(value).toString("base64")}\n${indent}</data>`;
  throw new CommandExecutionError("A property list cannot hold this kind of value");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
