/**
 * What the configuration of supervisord says of a program.
 */
import { existsSync, readFileSync } from "node:fs";
import type { MutableDict, Value } from "@salt/core";
import { CommandExecutionError, Float } from "@salt/core";

const PLACES = ["/etc/supervisor/supervisord.conf", "/etc/supervisord.conf"];

/** The options by name. Throws CommandExecutionError when there is no file or no such program in it. */
export function programOptions(name: string, file: string | null): MutableDict {
  const path = file ?? PLACES.find((place) => existsSync(place));
  if (path === undefined) throw new CommandExecutionError("No suitable config file found");
  const options = existsSync(path) ? sectionOf(readFileSync(path, "utf8"), `program:${name}`) : undefined;
  if (options === undefined) throw new CommandExecutionError(`Process '${name}' not found`);
  const shown: MutableDict = new Map<Value, Value>();
  for (const [key, text] of options) shown.set(key, typedValue(text.split(";")[0]?.trim() ?? ""));
  return shown;
}

/** A section of an INI file: names in small letters; lines that begin with blanks belong to the value before. */
function sectionOf(text: string, name: string): ReadonlyMap<string, string> | undefined {
  let found: Map<string, string> | undefined;
  let isInside = false;
  let last: string | undefined;
  for (const line of text.split("\n")) {
    const head = /^\[(.*)\]/.exec(line);
    const [, key, value = ""] = /^([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (/^\s*[#;]/.test(line) || line.trim() === "") continue;
    if (head !== null) {
      isInside = head[1] === name;
      if (isInside) found ??= new Map();
      last = undefined;
    } else if (!isInside || found === undefined) continue;
    else if (/^\s/.test(line) && last !== undefined) found.set(last, `${found.get(last)}\n${line.trim()}`);
    else if (key !== undefined) {
      last = key.toLowerCase();
      found.set(last, value.trim());
    }
  }
  return found;
}

function typedValue(text: string): Value {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  if (/^[+-]?\d+\.\d*$/.test(text)) return new Float(Number(text));
  const word = text.toLowerCase();
  return word === "true" ? true : word === "false" ? false : text;
}
