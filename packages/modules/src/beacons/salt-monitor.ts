/**
 * What execution functions answer.
 */
import type { BeaconConfig, BeaconEvent, ExecutionContext, Value } from "@salt/core";
import { beaconModule, beaconSettings, get, getList, isDict, isList, isTruthy, pythonStr } from "@salt/core";

/** A function with its arguments, as the configuration names it. */
interface Call {
  readonly fun: string;
  readonly args: Value;
  readonly kwargs: Value;
}

export const saltMonitor = beaconModule("salt_monitor", {
  doc: "Calls the functions of `salt_fun`, and tells what they answer when it is anything.",
  fault,
  look: async (config, context) => {
    const events: BeaconEvent[] = [];
    const given = beaconSettings(config).get("salt_fun") ?? [];
    for (const { fun, args, kwargs } of callsOf(given)) {
      const named = Object.fromEntries(
        (isList(kwargs) ? kwargs : []).filter(isDict).flatMap((one) => [...one]),
      );
      const ret = await context.call(fun, isList(args) ? args : [], named);
      // One function by itself is told of whatever it answers.
      if (!isTruthy(ret) && typeof given !== "string") continue;
      const withArgs = isTruthy(args) ? { args } : {};
      events.push({ salt_fun: fun, ret, ...withArgs, ...(isTruthy(kwargs) ? { kwargs: named } : {}) });
    }
    return events;
  },
});

function callsOf(given: Value): readonly Call[] {
  const items = isList(given) ? given : [given];
  return items.map((item) => {
    const [first] = isDict(item) ? item : [];
    return {
      fun: pythonStr(first?.[0] ?? item),
      args: get(first?.[1], "args") ?? [],
      kwargs: get(first?.[1], "kwargs") ?? [],
    };
  });
}

async function fault(config: BeaconConfig, context: ExecutionContext): Promise<string | undefined> {
  const given = beaconSettings(config).get("salt_fun");
  if (given === undefined) return "Configuration for salt_monitor beacon requires salt_fun.";
  for (const item of isList(given) ? given : [given]) {
    const [first] = isDict(item) ? item : [];
    const fun = pythonStr(first?.[0] ?? item);
    const wrong = first === undefined ? undefined : argumentsFault(fun, first[1]);
    if (wrong !== undefined) return wrong;
    if (!(await context.functions.has(fun))) return `${fun} not in __salt__`;
  }
  return undefined;
}

function argumentsFault(fun: string, given: Value): string | undefined {
  for (const key of isDict(given) ? given.keys() : []) {
    if (key === "args") {
      if (!isList(get(given, key))) return `args key for fun ${fun} must be list`;
    } else if (key === "kwargs") {
      if (!isList(get(given, key))) return `kwargs key for fun ${fun} must be list of key value pairs`;
      const wrong = (getList(given, key) ?? []).find((item) => !isDict(item));
      if (wrong !== undefined) return `${pythonStr(wrong)} is not a key / value pair`;
    } else return `key ${pythonStr(key)} not allowed under fun ${fun}`;
  }
  return undefined;
}
