/**
 * Python's pprint.
 */

import { compare } from "../value/equality.js";
import { repr } from "../value/repr.js";
import { PySet } from "../value/set.js";
import { sorted } from "../value/sort.js";
import { classText } from "../value/type-name.js";
import { OrderedDict, Tuple, tuple, type Val } from "../value/types.js";

const WIDTH = 80;

function entriesOf(value: ReadonlyMap<Val, Val>): [Val, Val][] {
  if (value instanceof OrderedDict) return [...value];
  try {
    return sorted(
      [...value].map((entry) => tuple(entry)),
      false,
      (entry) => (entry as Val[])[0],
    ) as [Val, Val][];
  } catch {
    return [...value].sort((a, b) => keyOrder(a[0], b[0]));
  }
}

/** Keys that cannot be compared go by the names of their types. */
function keyOrder(a: Val, b: Val): number {
  try {
    return compare(a, b);
  } catch {
    return compare(classText(a), classText(b));
  }
}

/** One line: repr, but with dicts in the order of their keys. */
function flat(value: Val): string {
  if (value instanceof OrderedDict) return repr(value);
  if (value instanceof Map) {
    return `{${entriesOf(value)
      .map(([key, item]) => `${flat(key)}: ${flat(item)}`)
      .join(", ")}}`;
  }
  if (value instanceof Tuple)
    return value.length === 1 ? `(${flat(value[0])},)` : `(${value.map(flat).join(", ")})`;
  return Array.isArray(value) ? `[${value.map(flat).join(", ")}]` : repr(value);
}

/** `pprint.pformat(value)`; `indent` is the column it starts at, `allowance` what follows it. */
export function prettyPrint(value: Val, indent = 0, allowance = 0): string {
  const line = flat(value);
  if (line.length <= WIDTH - indent - allowance) return line;
  if (value instanceof OrderedDict) return orderedDict(value, indent, allowance);
  if (value instanceof Map) return dict(value, indent, allowance);
  if (value instanceof Tuple) return items(value, "(", value.length === 1 ? ",)" : ")", indent, allowance);
  if (Array.isArray(value)) return items(value, "[", "]", indent, allowance);
  if (value instanceof PySet && value.size > 0)
    return items(sorted(value.values()), "{", "}", indent, allowance);
  return typeof value === "string" ? longText(value, indent, allowance) : line;
}

function dict(value: ReadonlyMap<Val, Val>, indent: number, allowance: number): string {
  const entries = entriesOf(value);
  const parts = entries.map(([key, item], index) => {
    const head = `${flat(key)}: `;
    const last = index === entries.length - 1;
    return head + prettyPrint(item, indent + 1 + head.length, last ? allowance + 1 : 1);
  });
  return `{${parts.join(`,\n${" ".repeat(indent + 1)}`)}}`;
}

function orderedDict(value: OrderedDict, indent: number, allowance: number): string {
  const head = "OrderedDict(";
  return `${head}${items(
    [...value].map((entry) => tuple(entry)),
    "[",
    "]",
    indent + head.length,
    allowance + 1,
  )})`;
}

function items(list: readonly Val[], open: string, close: string, indent: number, allowance: number): string {
  const parts = Array.from(list, (item, index) =>
    prettyPrint(item, indent + 1, index === list.length - 1 ? allowance + close.length : 1),
  );
  return open + parts.join(`,\n${" ".repeat(indent + 1)}`) + close;
}

function longText(value: string, start: number, room: number): string {
  const isOuter = start === 0;
  const [indent, allowance] = isOuter ? [1, room + 1] : [start, room];
  const lines = value.split(/(?<=\n)/);
  const chunks = lines.flatMap((line, index) => {
    const limit = WIDTH - indent - (index === lines.length - 1 ? allowance : 0);
    if (repr(line).length <= limit) return [repr(line)];
    return wordsWithin(line, WIDTH - indent, index === lines.length - 1 ? allowance : 0);
  });
  if (chunks.length === 1) return repr(value);
  const text = chunks.join(`\n${" ".repeat(indent)}`);
  return isOuter ? `(${text})` : text;
}

function wordsWithin(line: string, width: number, allowance: number): string[] {
  const words = line.match(/\S*\s*/g)?.filter(Boolean) ?? [];
  const out: string[] = [];
  let current = "";
  words.forEach((word, index) => {
    const limit = width - (index === words.length - 1 ? allowance : 0);
    if (repr(current + word).length > limit && current !== "") {
      out.push(repr(current));
      current = word;
    } else current += word;
  });
  if (current !== "") out.push(repr(current));
  return out;
}
