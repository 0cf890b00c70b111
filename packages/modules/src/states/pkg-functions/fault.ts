/**
 * Failures of package managers as states tell them.
 */
import type { Plain, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import { withAdditionalInfo } from "../answer/additional-info.js";
import { failed } from "../answer/answer.js";

/** What a package manager did before it failed, and what it complained of. Throws what is no CommandExecutionError. */
export function changeFailure(name: Value, error: unknown, doing: string): StateAnswer {
  if (!(error instanceof CommandExecutionError)) throw error;
  const { changes, errors } = error.details;
  if (!Array.isArray(errors))
    return failed(name, `An error was encountered while ${doing}: ${error.message}`);
  const [what = ""] = error.message.split(": ", 1);
  const told = errors.map(String);
  return failed(name, withAdditionalInfo(what, { errors: told }), isPlain(changes) ? changes : {});
}

function isPlain(value: unknown): value is Plain & object {
  return typeof value === "object" && value !== null;
}
