/**
 * States that look how a machine is doing, and change nothing.
 */
import type { StateAnswer, Value } from "@salt/core";
import { get, isDict, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { failed, unchanged } from "./answer/answer.js";

export const status = stateModule("status", {
  doc: "States that look how a machine is doing, and change nothing.",
  functions: {
    loadavg: stateFn({
      doc: "Fails when the load is out of bounds.",
      params: {
        name: needed.str("Which: `1-min`, `5-min` or `15-min`."),
        maximum: maybe.any(null, "The highest that is well."),
        minimum: maybe.any(null, "The lowest that is well."),
      },
      run: async ({ name, maximum, minimum }, context) => {
        const averages = await context.call("status.loadavg");
        if (!isDict(averages) || !averages.has(name))
          return withData(failed(name, `Requested load average ${name} not available `), {});
        const [low, high] = [boundOf(minimum), boundOf(maximum)];
        if (low !== undefined && high !== undefined && low >= high)
          return withData(failed(name, "Min must be less than max"), {});
        const data = get(averages, name) ?? null;
        const load = Number(pythonStr(data));
        if (low !== undefined && load < low) {
          const comment = `Load avg is below minimum of ${pythonStr(minimum)} at ${pythonStr(data)}`;
          return withData(failed(name, comment), data);
        }
        if (high !== undefined && load > high) {
          const comment = `Load avg above maximum of ${pythonStr(maximum)} at ${pythonStr(data)}`;
          return withData(failed(name, comment), data);
        }
        return withData(unchanged(name, "Load avg in acceptable range"), data);
      },
    }),
    process: stateFn({
      doc: "Fails when no process has a text in its command line.",
      params: { name: needed.str("The text.") },
      run: async ({ name }, context) => {
        const found = await context.call("status.pid", [name]);
        return isTruthy(found)
          ? withData(unchanged(name, `Process signature "${name}" was found `), found)
          : withData(failed(name, `Process signature "${name}" not found `), {});
      },
    }),
  },
});

function withData(told: StateAnswer, data: StateAnswer["changes"]): StateAnswer {
  return { ...told, data };
}

function boundOf(value: Value): number | undefined {
  return isTruthy(value) ? Number(pythonStr(value)) : undefined;
}
