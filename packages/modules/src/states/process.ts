/**
 * States of processes.
 */
import { get, isList, isTrial, isTruthy, maybe, needed, stateFn, stateModule } from "@salt/core";
import { answer, changed, has, pending, unchanged } from "./answer/answer.js";

const NOTHING = "No matching processes running";

export const process_ = stateModule("process", {
  doc: "States of processes.",
  available: async (context) => ((await has(context, "ps.pkill")) ? true : "ps module could not be loaded"),
  functions: {
    absent: stateFn({
      doc: "Makes no process match a pattern: those that do get a signal.",
      params: {
        name: needed.str("The pattern."),
        user: maybe.any(null, "Only processes of this account."),
        signal: maybe.any(null, "The signal, SIGTERM when not given."),
      },
      run: async ({ name, user, signal }, context) => {
        if (isTrial(context)) {
          const found = await context.call("ps.pgrep", [name], { user });
          if (!isTruthy(found)) return answer(name, null, NOTHING);
          return pending(name, `${isList(found) ? found.length : 1} processes will be killed`);
        }
        const options = { user, full: true, ...(isTruthy(signal) ? { signal } : {}) };
        const told = await context.call("ps.pkill", [name], options);
        if (!isTruthy(told)) return unchanged(name, NOTHING);
        const killed = get(told, "killed") ?? null;
        return changed(name, `Killed ${isList(killed) ? killed.length : 0} processes`, told);
      },
    }),
  },
});
