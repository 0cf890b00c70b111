/**
 * The rules of a user of an external system: those of its own rows, and those of its groups.
 */
import type { Dict, Value } from "@salt/core";
import { isList } from "@salt/core";
import { compileExpression } from "../acl/expression.js";

/** Who has authenticated. */
export interface KnownUser {
  readonly name: string;
  readonly groups: readonly string[];
}

const GROUP = "%";
const EVERYBODY = "*";

/**
 * The rules that the rows of a system have for a user. A row that ends in `%` is a group, any other a name, glob or
 * regular expression; `*` counts for those that no other row names, or with `permissive` for all. Rows that are no
 * lists are settings of the system, not users.
 */
export function rulesOfUser(system: Dict, user: KnownUser, permissive: boolean): readonly Value[] {
  const rules: Value[] = [];
  let isNamed = false;
  for (const [row, allowed] of system) {
    if (typeof row !== "string" || !isList(allowed)) continue;
    if (row === EVERYBODY && !permissive) continue;
    if (row.endsWith(GROUP)) {
      if (user.groups.includes(row.slice(0, -GROUP.length))) rules.push(...allowed);
    } else if (compileExpression(row)(user.name)) {
      isNamed = true;
      rules.push(...allowed);
    }
  }
  const everybody = system.get(EVERYBODY);
  if (!permissive && !isNamed && isList(everybody)) rules.push(...everybody);
  return rules;
}
