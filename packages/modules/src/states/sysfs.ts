/**
 * States of attributes of the kernel in /sys.
 */
import type { Value } from "@salt/core";
import { isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, has, pending, unchanged } from "./answer/answer.js";

export const sysfs = stateModule("sysfs", {
  doc: "States of attributes of the kernel in /sys.",
  available: async (context) =>
    (await has(context, "sysfs.attr")) ? true : "sysfs module could not be loaded",
  functions: {
    present: stateFn({
      doc: "Makes an attribute have a value until the machine starts again.",
      params: {
        name: needed.str("The attribute: a path below /sys."),
        value: needed.any("The value."),
        config: maybe.any(null, "Without a meaning, as in Salt."),
      },
      run: async ({ name, value }, context) => {
        const current = await context.call("sysfs.read", [name]);
        if (current === false) return failed(name, `SysFS attribute ${name} doesn't exist.`);
        if (isDict(current)) return failed(name, `${name} is not a SysFS attribute.`);
        if (chosen(current) === value) return unchanged(name, `SysFS attribute ${name} is already set.`);
        if (isTrial(context)) return pending(name, `SysFS attribute ${name} set to be changed.`);
        const text = pythonStr(value);
        if (!isTruthy(await context.call("sysfs.write", [name, value])))
          return failed(name, `Failed to set ${name} to ${text}`);
        return changed(name, `Updated SysFS attribute ${name} to ${text}`, { [name]: value });
      },
    }),
  },
});

/** Of several values the one in brackets is set: `never [madvise] always`. */
function chosen(current: Value): Value {
  return typeof current === "string" ? current.replace(/.*\[|\].*/g, "") : current;
}
