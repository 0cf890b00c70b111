/**
 * Whether a top file has the form that it must have, in Salt's words where it has not.
 */
import { isTruthy } from "@salt/core";
import type { Top } from "./merge-tops.js";
import { shown, shownRepr, typeName } from "./python-text.js";
import { isMap, isNodes } from "./tree.js";

/** What is wrong with a merged top file; empty when nothing is. */
export function verifyTop(top: Top): string[] {
  const errors: string[] = [];
  for (const [saltenv, matches] of top) {
    if (typeof saltenv !== "string") {
      errors.push(`Environment ${shown(saltenv)} in top file is not formed as a string`);
    }
    if (saltenv === "") errors.push("Empty saltenv statement in top file");
    for (const [match, names] of matches) {
      if (!isNodes(names)) {
        errors.push(
          `Malformed topfile: state declarations for matcher ${shownRepr(match)} in saltenv ${shownRepr(saltenv)} ` +
            `are not formed as a list (got ${typeName(names)})`,
        );
        continue;
      }
      for (const name of names) {
        if (name === "") errors.push(`Environment ${shown(saltenv)} contains an empty sls index`);
        if (!isMap(name)) continue;
        for (const value of name.values()) {
          if (isTruthy(value)) continue;
          errors.push(
            `Improperly formatted top file matcher in saltenv ${shown(name)}: ${shown(value)} file`,
          );
        }
      }
    }
  }
  return errors;
}
