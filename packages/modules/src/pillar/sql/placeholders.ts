/**
 * The place of the minion's id in queries, which Python's drivers write as `%s`.
 */
import { SaltInvocationError } from "@salt/core";

/** A query in the server's own writing: `%s` becomes `mark`, `%%` a per cent sign. Throws SaltInvocationError. */
export function withMarks(sql: string, mark: string): string {
  return sql.replace(/%(.?)/gs, (_found, letter: string) => {
    if (letter === "s") return mark;
    if (letter === "%") return "%";
    throw new SaltInvocationError(
      `A query of ext_pillar has a single per cent sign before ${JSON.stringify(letter)}: write %% for one`,
    );
  });
}

/** How often the id is in a query. */
export function countMarks(sql: string): number {
  return [...sql.matchAll(/%(.?)/gs)].filter(([, letter]) => letter === "s").length;
}
