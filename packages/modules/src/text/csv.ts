/**
 * Comma-separated values, as database programs print them.
 */

/** The rows of a text; cells in double quotes may hold commas, line breaks and doubled quotes. Empty lines give no row. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n\r]*))(,|\r?\n|$)/g)) {
    const isEmptyLine = quoted === undefined && plain === "" && row.length === 0 && end !== ",";
    if (!isEmptyLine) row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "," || row.length === 0) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
