/**
 * `test.configurable_test_state`: a state that comes to what it is told.
 */
import type { Value } from "@salt/core";
import {
  dict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { pretendedChanges } from "./pretended.js";

/** The state. */
export const configurable = stateFn({
  doc: "Comes to what it is told.",
  params: {
    name: needed.str("Anything."),
    changes: maybe.any(true, "Whether it pretends to have changed something: true, false or `Random`."),
    result: maybe.any(true, "Whether it succeeds: true, false or `Random`."),
    comment: maybe.any("", "Its comment."),
    warnings: maybe.any(null, "Warnings, as a text or a list of texts."),
  },
  run: ({ name, changes, result, comment, warnings }, context) => {
    const hasChanges = decide("changes", changes);
    const told = dict({ name, changes: hasChanges ? pretendedChanges() : {}, result: false, comment });
    told.set("result", decide("result", result));
    if (warnings !== null) told.set("warnings", listOf(warnings));
    if (isTrial(context)) {
      told.set("result", changes === false ? true : null);
      told.set("comment", isTruthy(comment) ? comment : "This is a test");
    }
    return told;
  },
});

function decide(option: string, value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (pythonStr(value).toLowerCase() === "random") return Math.random() < 0.5;
  throw new SaltInvocationError(
    `You have specified the state option '${option}' with invalid arguments. It must be either True, False, or 'Random'`,
  );
}

function listOf(warnings: Value): Value {
  if (typeof warnings === "string") return [warnings];
  if (isList(warnings)) return warnings;
  throw new SaltInvocationError(
    "You have specified the state option 'warnings' with invalid arguments. It must be a string or a list of strings",
  );
}
