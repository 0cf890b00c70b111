/**
 * States of logrotate's configuration.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { isEqual, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { asNumber } from "../execution/logrotate-functions/configuration.js";
import { PythonError } from "../values/python-error.js";
import { answer, pending, unchanged } from "./answer/answer.js";

export const logrotate = stateModule("logrotate", {
  doc: "States of logrotate's configuration.",
  functions: {
    set: stateFn({
      doc: "Makes a setting, or one of a block, have a value.",
      params: {
        name: needed.str("A name for people."),
        key: needed.str("The setting, or the name of the block."),
        value: needed.any("The value, or the setting of the block."),
        setting: maybe.any(null, "The value of the block's setting."),
        conf_file: maybe.str("/etc/logrotate.conf", "The file to begin with."),
      },
      run: async ({ name, key, value, setting, conf_file }, context) => {
        const isBlock = setting !== null;
        const wanted = numbered(isBlock ? setting : value);
        const current = await currentOf(isBlock ? { key, value, conf_file } : { key, conf_file }, context);
        const what = isBlock ? `lock '${key}' command '${pythonStr(value)}'` : `ommand '${key}'`;
        const [upper, lower] = isBlock ? [`B${what}`, `b${what}`] : [`C${what}`, `c${what}`];
        const shown = pythonStr(wanted);
        if (isEqual(current, wanted)) return unchanged(name, `${upper} already has value: ${shown}`);
        const changes = { old: current, new: wanted };
        if (isTrial(context)) return pending(name, `${upper} will be set to value: ${shown}`, changes);
        const request = isBlock
          ? { key, value, setting: wanted, conf_file }
          : { key, value: wanted, conf_file };
        const isSet = isTruthy(await context.call("logrotate.set", [], request));
        const comment = isSet ? `Set ${lower} value: ${shown}` : `Unable to set ${lower} value: ${shown}`;
        return answer(name, isSet, comment, changes);
      },
    }),
  },
});

/** What is set now; false when nothing is, or when what should be a block is none. */
async function currentOf(
  request: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<Value> {
  try {
    return await context.call("logrotate.get", [], request);
  } catch (error) {
    if (error instanceof PythonError && error.name === "AttributeError") return false;
    throw error;
  }
}

/** A text or truth value that reads as a whole number becomes one. */
function numbered(value: Value): Value {
  const text = pythonStr(value);
  const number = asNumber(text);
  return number === text ? value : number;
}
