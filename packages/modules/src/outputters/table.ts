/**
 * The table outputter: lists of maps or lists as boxes.
 *
 * As in Salt, all rows are cut to the cells of the shortest, and the lines of a row to those of its lowest cell.
 */
import type { Dict, OutputContext, Value } from "@salt/core";
import { isDict, isFloat, isInt, isList, outputter, pythonStr } from "@salt/core";
import type { Colors } from "./text/colors.js";
import { colorsFor } from "./text/colors.js";
import { nestedText } from "./text/nested-text.js";
import { sortedEntries } from "./text/sorted.js";

/** Columns are broken at the first space behind this width. */
const MAX_WIDTH = 50;

export const table = outputter("table", "Lists of maps as tables, below their keys.", (value, context) =>
  isTabular(value) ? tableLines(value, 0, context).join("\n") : nestedText(value, context),
);

/** Whether all rows can be drawn; Salt's table fails over others, and nested is what is printed then. */
function isTabular(value: Value): boolean {
  if (isDict(value)) return [...value.values()].every(isTabular);
  if (!isList(value) || value.length === 0) return true;
  // Rows of several kinds are no table, which is no failure: nothing is drawn.
  if (new Set(value.map(kindOf)).size > 1) return true;
  return value.every((row) => {
    if (isDict(row)) return row.size > 0;
    return isList(row) ? row.length > 0 && row.every(isText) : isText(row);
  });
}

const isText = (value: Value): value is string => typeof value === "string";

/** Distinguishes as much as Python's types do. */
function kindOf(value: Value): string {
  if (value === null) return "none";
  if (isDict(value)) return "dict";
  if (isList(value)) return "list";
  if (isInt(value)) return "int";
  return isFloat(value) ? "float" : typeof value;
}

function tableLines(value: Value, indent: number, context: OutputContext): string[] {
  if (isList(value)) return rowLines(value, indent, context);
  if (!isDict(value)) return [];
  const { darkGray, reset } = colorsFor(context);
  const margin = " ".repeat(indent);
  return sortedEntries(value).flatMap(([key, item]) => [
    `${margin}${darkGray}${pythonStr(key)}${reset}:`,
    `${margin}${darkGray}----------${reset}`,
    ...(isList(item) ? rowLines(item, indent, context) : tableLines(item, indent + 4, context)),
  ]);
}

/** Rows must be of one kind: maps with the keys of the first as heading, lists, or texts. */
function rowLines(rows: readonly Value[], indent: number, context: OutputContext): string[] {
  const colors = colorsFor(context);
  if (rows.length === 0) return [];
  if (rows.every(isDict)) {
    const [first] = rows;
    const cells = rows.map((row) => sortedEntries(row).map(([, cell]) => pythonStr(cell)));
    return boxLines([headings(first), ...cells], indent + 4, colors);
  }
  if (rows.every(isList))
    return boxLines(
      rows.map((row) => row.map(pythonStr)),
      indent + 4,
      colors,
    );
  const texts = rows.filter((row) => typeof row === "string");
  return texts.length === rows.length
    ? boxLines(
        texts.map((row) => [row]),
        indent + 4,
        colors,
      )
    : [];
}

function headings(first: Dict | undefined): string[] {
  const keys = first === undefined ? [] : sortedEntries(first).map(([key]) => pythonStr(key));
  return keys.map((key) =>
    key
      .replaceAll("_", " ")
      .toLowerCase()
      .replace(/\p{L}+/gu, capitalized),
  );
}

function capitalized(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}

/** A box around rows of texts. */
export function boxLines(rows: readonly (readonly string[])[], indent: number, colors: Colors): string[] {
  const wrapped = rows.map((row) => physicalRows(row.map((cell) => wrapCell(cell).split("\n"))));
  const columns = Math.min(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...wrapped.flat().map((row) => [...(row[at] ?? "")].length)),
  );
  const margin = " ".repeat(indent);
  const length = 4 + widths.reduce((sum, width) => sum + width, 0) + 3 * (columns - 1);
  const rule = `${margin}${colors.lightGray}${"-".repeat(length)}${colors.reset}`;
  const lines = [rule];
  for (const physical of wrapped) {
    for (const row of physical) {
      const cells = widths.map((width, at) => centered(row[at] ?? "", width)).join(" | ");
      lines.push(`${margin}${colors.white}| ${cells} |${colors.reset}`);
    }
    lines.push(rule);
  }
  return lines;
}

/** Row by row what stands in cells of several lines, as far as the lowest cell goes. */
function physicalRows(cells: readonly (readonly string[])[]): string[][] {
  const height = cells.length === 0 ? 0 : Math.min(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, at) => cells.map((cell) => cell[at] ?? ""));
}

function wrapCell(text: string): string {
  const [first = "", ...words] = text.split(" ");
  return words.reduce((lines, word) => {
    const used =
      [...lines.slice(lines.lastIndexOf("\n") + 1)].length + [...(word.split("\n", 1)[0] ?? "")].length;
    return `${lines}${used >= MAX_WIDTH ? "\n" : " "}${word}`;
  }, first);
}

/** Python's `str.center`: an odd space goes left when the width is odd. */
function centered(text: string, width: number): string {
  const space = Math.max(width - [...text].length, 0);
  const left = Math.floor(space / 2) + (space & width & 1);
  return " ".repeat(left) + text + " ".repeat(space - left);
}
