/**
 * Files of sections with options, as Python's configparser writes and reads them.
 */
import type { Value } from "@salt/core";
import { isDict, pythonRepr, pythonStr } from "@salt/core";
import { DeserializationError, SerializationError } from "./serializer.js";

/** The text of a dict of dicts. Throws SerializationError. */
export function configText(value: Value): string {
  if (!isDict(value)) throw new SerializationError("configparser can only serialize dictionaries");
  // What all sections share comes first.
  const ordered = [...value].sort(
    ([left], [right]) => Number(right === "DEFAULT") - Number(left === "DEFAULT"),
  );
  const sections = ordered.map(([name, options]) => {
    if (!isDict(options)) throw new SerializationError(`The section ${pythonRepr(name)} is no dictionary`);
    const lines = [...options].map(([key, item]) => optionLine(pythonStr(key).toLowerCase(), item));
    return `[${pythonStr(name)}]\n${lines.join("")}\n`;
  });
  return sections.join("");
}

function optionLine(key: string, value: Value): string {
  if (value === null) return `${key}\n`;
  const text = pythonStr(value);
  if (/%(?!%|\()/.test(text)) {
    throw new SerializationError(
      `invalid interpolation syntax in ${pythonRepr(text)} at position ${text.search(/%(?!%|\()/)}`,
    );
  }
  return `${key} = ${text.replaceAll("\n", "\n\t")}\n`;
}

/** The sections of a text; names of options are in small letters. Throws DeserializationError. */
export function readConfig(text: string): Value {
  const out = new Map<Value, Map<Value, Value>>();
  let section: Map<Value, Value> | undefined;
  let key: string | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const fail = (problem: string): never => {
      throw new DeserializationError(
        `${problem} file: '<???>', line: ${index + 1}\n${pythonRepr(`${line}\n`)}`,
      );
    };
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const option = /^([^\s=:][^=:]*?)\s*(?:[=:]\s*(.*))?$/.exec(line);
    if (/^\s/.test(line) && section !== undefined && key !== undefined) {
      section.set(key, `${String(section.get(key))}\n${line.trim()}`);
    } else if (header !== undefined) {
      if (out.has(header)) fail(`section ${pythonRepr(header)} already exists`);
      section = new Map();
      key = undefined;
      out.set(header, section);
    } else if (section === undefined) fail("File contains no section headers.");
    else if (option === null || option[2] === undefined) fail("Source contains parsing errors:");
    else {
      key = (option[1] ?? "").toLowerCase();
      section.set(key, option[2].trim());
    }
  }
  return out;
}
