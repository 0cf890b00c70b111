/**
 * How the machine is, as the functions of `status` tell it.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { beaconModule, CommandExecutionError, get, isDict, isList, pythonRepr, pythonStr } from "@salt/core";
import { ownItems } from "./parts/settings.js";

const DEFAULT: Dict = new Map(
  ["loadavg", "cpustats", "meminfo", "vmstats", "time"].map((name) => [name, ["all"]]),
);

export const status = beaconModule("status", {
  doc: "Sends what functions of `status` answer, whole or only the fields that are named.",
  look: async (config, context) => {
    const own = ownItems(config);
    const data: MutableDict = new Map();
    for (const item of own.length === 0 ? [DEFAULT] : own) {
      for (const [name, fields] of item) await take(pythonStr(name), fields, data, context);
    }
    // The form of Python's isoformat, which counts in microseconds.
    return [{ tag: new Date().toISOString().replace("Z", "000"), data }];
  },
});

async function take(
  name: string,
  fields: Value,
  data: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  data.set(name, new Map());
  let answer: Value;
  try {
    answer = await context.call(`status.${name}`);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    context.log.debug({ function: `status.${name}` }, "A beacon could not call a function");
    return;
  }
  for (const field of isList(fields) ? fields : [fields]) {
    if (field === "all") data.set(name, answer);
    else data.set(name, withField(data.get(name), answer, field));
  }
}

function withField(taken: Value | undefined, answer: Value, field: Value): Value {
  const value = isList(answer) ? answer[Number(field)] : isDict(answer) ? get(answer, field) : undefined;
  if (value === undefined) return `Status beacon is incorrectly configured: ${pythonRepr(field)}`;
  return new Map([...(isDict(taken) ? taken : []), [field, value]]);
}
