/**
 * Rows of queries by the name that each has.
 */
import type { PgRow } from "./psql.js";

/** Facts by name. */
export type NamedRows = ReadonlyMap<string, PgRow>;

/** The rows by one of their columns, which they lose. */
export function byName(rows: readonly PgRow[], column: string): NamedRows {
  return new Map(
    rows.map((row) => {
      const facts = new Map(row);
      facts.delete(column);
      return [row.get(column) ?? "", facts];
    }),
  );
}
