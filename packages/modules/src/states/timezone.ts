/**
 * The state of the machine's time zone.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, failed, pending, unchanged } from "./answer/answer.js";

export const timezone = stateModule("timezone", {
  doc: "The state of the machine's time zone.",
  available: async (context) =>
    (await context.functions.has("timezone.get_zone")) ? true : "timezone module could not be loaded",
  functions: {
    system: stateFn({
      doc: "Makes the machine be in a time zone.",
      params: {
        name: needed.str("The zone, e.g. `Europe/Berlin`."),
        utc: maybe.any(true, "The clock of the machine shows UTC."),
      },
      run: ({ name, utc }, context) => systemZone(name, utc, context),
    }),
  },
});

async function systemZone(name: string, utc: Value, context: ExecutionContext): Promise<StateAnswer> {
  let isSet: boolean;
  try {
    isSet = isTruthy(await context.call("timezone.zone_compare", [name]));
  } catch (error) {
    if (!(error instanceof CommandExecutionError) && !(error instanceof SaltInvocationError)) throw error;
    return failed(name, `Unable to compare desired timezone '${name}' to system timezone: ${error.message}`);
  }
  const isUtc = (await context.call("timezone.get_hwclock")) !== "localtime";
  const isClockWrong = isTruthy(utc) && !isUtc;
  if (isSet && !isClockWrong) {
    const clock = isTruthy(utc) ? `, UTC already set to ${name}` : "";
    return unchanged(name, `Timezone ${name} already set${clock}`);
  }
  const shown = pythonStr(utc);
  if (isTrial(context)) {
    const needs = [
      ...(isSet ? [] : [`Timezone ${name} needs to be set`]),
      ...(isClockWrong ? [`UTC needs to be set to ${shown}`] : []),
    ];
    return pending(name, needs.join(", "));
  }
  const changes: MutableDict = new Map<Value, Value>();
  const comments: string[] = [];
  let result: boolean | null = null;
  if (!isSet) {
    result = isTruthy(await context.call("timezone.set_zone", [name]));
    if (result) changes.set("timezone", name);
    comments.push(result ? `Set timezone ${name}` : "Failed to set timezone");
  }
  if (isClockWrong) {
    result = isTruthy(await context.call("timezone.set_hwclock", ["UTC"]));
    if (result) changes.set("utc", utc);
    comments.push(`${result ? "Set" : "Failed to set"} UTC to ${shown}`);
  }
  return answer(name, result, comments.join(", "), changes);
}
