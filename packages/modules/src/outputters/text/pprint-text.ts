/**
 * Values laid out in 80 columns as Python's pprint module does it.
 */
import type { Value } from "@salt/core";
import { isDict, isList, pythonRepr, Tuple } from "@salt/core";
import { splitLinesKeepingEnds } from "./lines.js";
import { sortedDeep } from "./sorted.js";

const WIDTH = 80;

/** What Python counts as space: with U+0085 and the separators, without U+FEFF. */
const SPACE =
  "\\t-\\r \\u001c-\\u001f\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORDS = new RegExp(`[^${SPACE}]+[${SPACE}]*|[${SPACE}]+`, "g");

/** Where a part is printed: its column, and how many characters must stay free behind it. */
interface Place {
  readonly indent: number;
  readonly allowance: number;
  readonly level: number;
}

/** The layout of a value; `step` is the indent of each level. */
export function pprintText(value: Value, step = 1): string {
  return layOut(sortedDeep(value), step, { indent: 0, allowance: 0, level: 1 });
}

function layOut(value: Value, step: number, place: Place): string {
  const flat = pythonRepr(value);
  if (width(flat) <= WIDTH - place.indent - place.allowance) return flat;
  if (isList(value)) return listText(value, step, place);
  if (isDict(value)) return dictText(value, step, place);
  return typeof value === "string" ? stringText(value, place) : flat;
}

function listText(items: readonly Value[], step: number, place: Place): string {
  const indent = place.indent + step;
  const parts = items.map((item, index) =>
    layOut(item, step, inside(place, indent, index === items.length - 1)),
  );
  const body = `${" ".repeat(Math.max(step - 1, 0))}${parts.join(`,\n${" ".repeat(indent)}`)}`;
  if (!(items instanceof Tuple)) return `[${body}]`;
  return items.length === 1 ? `(${body},)` : `(${body})`;
}

function dictText(map: ReadonlyMap<Value, Value>, step: number, place: Place): string {
  const indent = place.indent + step;
  const entries = [...map];
  const parts = entries.map(([key, item], index) => {
    const name = pythonRepr(key);
    const last = index === entries.length - 1;
    return `${name}: ${layOut(item, step, inside(place, indent + width(name) + 2, last))}`;
  });
  return `{${" ".repeat(Math.max(step - 1, 0))}${parts.join(`,\n${" ".repeat(indent)}`)}}`;
}

/** Behind the last item stand all closing brackets, behind others a comma. */
function inside(place: Place, indent: number, last: boolean): Place {
  return { indent, allowance: last ? place.allowance + 1 : 1, level: place.level + 1 };
}

/** Long texts become several literals, broken at lines and then at words; alone they stand in parentheses. */
function stringText(text: string, place: Place): string {
  if (text === "") return "''";
  const alone = place.level === 1;
  const indent = place.indent + (alone ? 1 : 0);
  const allowance = place.allowance + (alone ? 1 : 0);
  const lines = splitLinesKeepingEnds(text);
  const chunks = lines.flatMap((line, index) => {
    const last = index === lines.length - 1;
    const literal = pythonRepr(line);
    const room = WIDTH - indent;
    if (width(literal) <= room - (last ? allowance : 0)) return [literal];
    return wordChunks(line, room, last ? allowance : 0);
  });
  if (chunks.length === 1) return chunks[0] ?? "";
  const joined = chunks.join(`\n${" ".repeat(indent)}`);
  return alone ? `(${joined})` : joined;
}

function wordChunks(line: string, room: number, allowance: number): string[] {
  const words = line.match(WORDS) ?? [];
  const chunks: string[] = [];
  let current = "";
  for (const [index, word] of words.entries()) {
    const free = index === words.length - 1 ? room - allowance : room;
    if (width(pythonRepr(current + word)) <= free) current += word;
    else {
      if (current !== "") chunks.push(pythonRepr(current));
      current = word;
    }
  }
  return current === "" ? chunks : [...chunks, pythonRepr(current)];
}

/** Characters, not UTF-16 units. */
function width(text: string): number {
  return [...text].length;
}
