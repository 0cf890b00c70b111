/**
 * Changes of logrotate's configuration.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { escapePattern, isDict, isEqual, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { plainName } from "../program/run-program.js";
import { readConfiguration, SCRIPTS } from "./configuration.js";

/** A flag of `file.replace`: `^` is the begin of each line. */
const MULTILINE = 8;

/** What is to be set; `setting` is null where no block is meant. */
export interface Change {
  readonly key: string;
  readonly value: Value;
  readonly setting: Value;
  readonly conf_file: string;
}

/** Makes a change, in the included file that has the key where there is one. True when it is so now. */
export async function setConfiguration(change: Change, context: ExecutionContext): Promise<Value> {
  const key = plainName(change.key, "key");
  const { settings } = readConfiguration(change.conf_file);
  const path = fileOf(key, settings) ?? change.conf_file;
  return change.setting === null
    ? await setLine(path, key, change.value, settings.get(key) ?? false, context)
    : await setInBlock(path, { ...change, key }, settings.get(key), context);
}

function fileOf(key: string, settings: Dict): string | undefined {
  const files = settings.get("include files") ?? null;
  if (!isDict(files)) return undefined;
  const found = [...files].findLast(([, keys]) => isList(keys) && keys.includes(key));
  if (found === undefined) return undefined;
  return join(pythonStr(settings.get("include") ?? ""), pythonStr(found[0]));
}

async function setLine(
  path: string,
  key: string,
  value: Value,
  current: Value,
  context: ExecutionContext,
): Promise<Value> {
  if (isDict(current)) {
    throw new SaltInvocationError(
      `Error: ${key} includes a dict, and a specific setting inside the dict was not declared`,
    );
  }
  if (isEqual(value, current)) return true;
  const line = value === true ? key : isTruthy(value) ? `${key} ${lineOf(value)}` : "";
  const pattern = `^${escapePattern(key)}(?=\\s|$).*`;
  return await replace(path, pattern, line, { prepend_if_not_found: true }, context);
}

async function setInBlock(
  path: string,
  change: Change,
  current: Value | undefined,
  context: ExecutionContext,
): Promise<Value> {
  if (current !== undefined && isTruthy(current) && !isDict(current)) {
    throw new SaltInvocationError(
      "Error: A setting for a dict was declared, but the configuration line given is not a dict",
    );
  }
  const name = lineOf(change.value);
  const block = new Map(current !== undefined && isDict(current) ? current : []);
  if (isEqual(change.setting, block.get(name) ?? false)) return true;
  if (isTruthy(change.setting)) block.set(name, change.setting);
  else block.delete(name);
  const place = placeOf(path, change.key);
  const text = blockText(place?.names ?? [change.key], block);
  const pattern =
    place === undefined ? `^${escapePattern(change.key)} \\{$` : `^${escapePattern(place.text)}`;
  return await replace(path, pattern, text, { append_if_not_found: true }, context);
}

/** The block of a key in a file: its names, and its text as it stands. */
function placeOf(path: string, key: string): { names: readonly string[]; text: string } | undefined {
  const block = readConfiguration(path).blocks.findLast(({ names }) => names.includes(key));
  if (block === undefined) return undefined;
  const lines = splitLines(readFileSync(path, "utf8")).slice(block.first, block.last + 1);
  return { names: block.names, text: lines.join("\n") };
}

/** A block as Salt writes it; it keeps all its names, of which Salt loses all but one. */
function blockText(names: readonly string[], block: ReadonlyMap<Value, Value>): string {
  const lines = [...block].flatMap(([name, value]) => {
    const word = pythonStr(name);
    if (SCRIPTS.has(word) && isList(value))
      return [`    ${word}`, ...value.map((line) => `        ${lineOf(line)}`), "    endscript"];
    return [`    ${word} ${value === true ? "" : lineOf(value)}`];
  });
  return [`${names.join(" ")} {`, ...lines, "}"].join("\n");
}

/** A value on one line. Throws SaltInvocationError for one with line breaks, which would be further settings. */
function lineOf(value: Value): string {
  const text = pythonStr(value);
  if (!/[\r\n\0]/.test(text)) return text;
  throw new SaltInvocationError(`a setting of logrotate cannot have line breaks: ${JSON.stringify(text)}`);
}

async function replace(
  path: string,
  pattern: string,
  repl: string,
  options: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<Value> {
  const request = { path, pattern, repl, flags: MULTILINE, backup: false, show_changes: false };
  return await context.call("file.replace", [], { ...request, backslash_literal: true, ...options });
}
