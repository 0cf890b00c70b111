/**
 * The state of variables of the environment.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { processEnvironment } from "../execution/cmd/login.js";
import { answer, failed, unchanged } from "./answer/answer.js";

export const environ = stateModule("environ", {
  doc: "The state of variables of the environment.",
  functions: {
    setenv: stateFn({
      doc: "Makes variables have values, for what the minion starts from now on.",
      params: {
        name: needed.str("The variable."),
        value: needed.any("Its value, or a map of variables; false empties or removes it."),
        false_unsets: maybe.any(false, "False removes a variable instead of emptying it."),
        clear_all: maybe.any(false, "Take all others away."),
        update_minion: maybe.any(false, "For the minion itself, too."),
        permanent: maybe.any(false, "For Windows only; has no meaning here."),
      },
      run: async (args, context) => {
        const { name, value, false_unsets, clear_all, update_minion, permanent } = args;
        const wanted = isDict(value) ? value : new Map<Value, Value>([[name, value]]);
        if (!isDict(value) && typeof value !== "string" && value !== false)
          return failed(name, "Environ value must be string, dict or False");
        const changes = neededChanges(wanted, false_unsets === true, clear_all === true);
        if (isTrial(context)) {
          const comment =
            changes.size > 0
              ? "Environ values will be changed"
              : "Environ values are already set with the correct values";
          return answer(name, true, comment, changes);
        }
        if (changes.size === 0)
          return unchanged(name, "Environ values were already set with the correct values");
        const done = await setAll([wanted, false_unsets, clear_all, update_minion, permanent], context);
        return isTruthy(done)
          ? answer(name, true, "Environ values were set", done)
          : failed(name, "Failed to set environ variables", changes);
      },
    }),
  },
});

function setAll(args: readonly Value[], context: ExecutionContext): Promise<Value> {
  return context.call("environ.setenv", args);
}

function neededChanges(wanted: Dict, isUnset: boolean, isAll: boolean): MutableDict {
  const now = processEnvironment();
  const changes: MutableDict = new Map<Value, Value>();
  const others = Object.keys(now).filter((key) => !wanted.has(key));
  if (isAll) for (const key of others) changes.set(key, isUnset ? null : "");
  for (const [key, value] of wanted) {
    const current = now[pythonStr(key)];
    if (value !== false) {
      if ((current ?? "") !== value) changes.set(key, value);
    } else if (isUnset ? current !== undefined : current !== "") changes.set(key, isUnset ? null : "");
  }
  return changes;
}
