/**
 * States of the kernel's parameters.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, has, pending, unchanged } from "./answer/answer.js";

export const sysctl = stateModule("sysctl", {
  doc: "States of the kernel's parameters.",
  available: async (context) =>
    (await context.functions.has("sysctl.show")) ? true : "sysctl module could not be loaded",
  functions: {
    present: stateFn({
      doc: "Makes a parameter have a value, now and after the machine is started again.",
      params: {
        name: needed.str("The parameter."),
        value: needed.any("The value."),
        config: maybe.any(null, "The file that keeps it."),
      },
      run: async ({ name, value, config: given }, context) => {
        const config = given ?? (await defaultFile(context));
        const shown = pythonStr(value);
        if (isTrial(context)) return await trial(name, shown, config, context);
        let update: Value;
        try {
          update = await context.call("sysctl.persist", [name, value, config]);
        } catch (error) {
          if (!(error instanceof CommandExecutionError)) throw error;
          return failed(name, `Failed to set ${name} to ${shown}: ${error.message}`);
        }
        if (update === "Updated")
          return changed(name, `Updated sysctl value ${name} = ${shown}`, new Map([[name, value]]));
        return answer(
          name,
          true,
          update === "Already set" ? `Sysctl value ${name} = ${shown} is already set` : "",
        );
      },
    }),
  },
});

async function defaultFile(context: ExecutionContext): Promise<Value> {
  if (!(await has(context, "sysctl.default_config"))) return "/etc/sysctl.conf";
  return await context.call("sysctl.default_config");
}

async function trial(
  name: string,
  value: string,
  config: Value,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const configured = await context.call("sysctl.show", [], { config_file: config });
  if (configured === null) {
    const why = `we failed to check config file at ${pythonStr(config)}. The file is either unreadable, or missing.`;
    return pending(name, `Sysctl option ${name} might be changed, ${why}`);
  }
  const isKept = isDict(configured) && configured.has(name);
  const told = await context.call("sysctl.get", [name]);
  const current = isTruthy(told) ? pythonStr(told) : "";
  const oneSpace = (text: string): string => text.replace(/ +|\t+/g, " ");
  if (current === "" && isKept) {
    const where = "is present in configuration file but is not present in the running config";
    return pending(name, `Sysctl value ${name} ${where}. The value ${name} is set to be changed to ${value}`);
  }
  if (current !== "" && isKept && words(value) === words(current))
    return unchanged(name, `Sysctl value ${name} = ${value} is already set`);
  if (current !== "" && !isKept) {
    if (oneSpace(current) !== oneSpace(value))
      return pending(name, `Sysctl option ${name} set to be changed to ${value}`);
    const where = "is currently set on the running system but not in a config file";
    return pending(
      name,
      `Sysctl value ${where}. Sysctl option ${name} set to be changed to ${value} in config file.`,
    );
  }
  return pending(name, `Sysctl option ${name} would be changed to ${value}`);
}

function words(text: string): string {
  return text.trim().split(/\s+/).join(" ");
}
