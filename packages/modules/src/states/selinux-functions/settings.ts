/**
 * The mode of SELinux, its booleans and the modules of its policy.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "../answer/answer.js";

export const mode = stateFn({
  doc: "Makes SELinux be in a mode; from or to disabled takes a new start of the machine.",
  params: { name: needed.any("`enforcing`, `permissive` or `disabled`.") },
  run: async ({ name }, context) => {
    const wanted = modeName(name);
    if (wanted === undefined) return failed(name, `${pythonStr(name)} is not an accepted mode`);
    const current = await context.call("selinux.getenforce");
    const config = await context.call("selinux.getconfig");
    const old = current === wanted && wanted !== config ? config : current;
    if (old === wanted) return unchanged(name, `SELinux is already in ${wanted} mode`);
    const text = `SELinux mode is set to be changed to ${wanted}`;
    if (isTrial(context)) return pending(name, text, { old, new: wanted });
    const now = await context.call("selinux.setenforce", [wanted]);
    const isSet =
      now === wanted || (wanted === "Disabled" && (await context.call("selinux.getconfig")) === wanted);
    return isSet
      ? changed(name, `SELinux has been set to ${wanted} mode`, { old, new: now })
      : failed(name, `Failed to set SELinux to ${wanted} mode`);
  },
});

function modeName(value: Value): string | undefined {
  const word = pythonStr(value).toLowerCase();
  if (word.startsWith("e") || word === "1" || word === "on") return "Enforcing";
  if (word.startsWith("p") || word === "0" || word === "off") return "Permissive";
  return word.startsWith("d") ? "Disabled" : undefined;
}

/** `on` or `off` for a value that means one of them. */
function switched(
  value: Value,
  more: readonly [on: string, off: string] = ["on", "off"],
): boolean | undefined {
  const word = pythonStr(value).toLowerCase();
  if (["1", "on", "yes", "true", more[0]].includes(word)) return true;
  return ["0", "off", "no", "false", more[1]].includes(word) ? false : undefined;
}

export const boolean = stateFn({
  doc: "Makes a boolean have a value.",
  params: {
    name: needed.str("The boolean."),
    value: needed.any("`on` or `off`."),
    persist: maybe.bool(false, "From the next start on, too."),
  },
  run: async ({ name, value, persist }, context) => {
    const facts = get(await context.call("selinux.list_sebool"), name);
    if (facts === undefined) return failed(name, `Boolean ${name} is not available`);
    const isOn = switched(value);
    if (isOn === undefined) return failed(name, `${pythonStr(value)} is not a valid value for the boolean`);
    const wanted = isOn ? "on" : "off";
    const [state, standard] = [get(facts, "State") ?? null, get(facts, "Default") ?? null];
    if (state === wanted && (!persist || standard === wanted))
      return unchanged(name, "Boolean is in the correct state");
    if (isTrial(context)) return pending(name, `Boolean ${name} is set to be changed to ${wanted}`);
    if (!isTruthy(await context.call("selinux.setsebool", [name, wanted, persist])))
      return failed(name, `Failed to set the boolean ${name} to ${wanted}`);
    const more = persist && standard !== wanted ? { Default: { old: standard, new: wanted } } : {};
    return changed(name, `Boolean ${name} has been set to ${wanted}`, {
      State: { old: state, new: wanted },
      ...more,
    });
  },
});

export const module_install = stateFn({
  doc: "Installs a module of the policy.",
  params: { name: needed.str("The file of the module.") },
  run: ({ name }, context) => install(name, context),
});

async function install(name: string, context: ExecutionContext): Promise<StateAnswer> {
  if (isTrial(context)) return pending(name, `Module ${name} is set to be installed`);
  return isTruthy(await context.call("selinux.install_semod", [name]))
    ? unchanged(name, `Module ${name} has been installed`)
    : failed(name, `Failed to install module ${name}`);
}

export const module_remove = stateFn({
  doc: "Removes a module of the policy.",
  params: { name: needed.str("The module.") },
  run: ({ name }, context) => remove(name, context),
});

async function remove(name: string, context: ExecutionContext): Promise<StateAnswer> {
  const all = await context.call("selinux.list_semod");
  if (!isDict(all) || !all.has(name)) return failed(name, `Module ${name} is not available`);
  if (isTrial(context)) return pending(name, `Module ${name} is set to be removed`);
  return isTruthy(await context.call("selinux.remove_semod", [name]))
    ? unchanged(name, `Module ${name} has been removed`)
    : failed(name, `Failed to remove module ${name}`);
}

export const module = stateFn({
  doc: "Makes a module of the policy be enabled or disabled, installed first or removed.",
  params: {
    name: needed.str("The module."),
    module_state: maybe.any("Enabled", "`Enabled` or `Disabled`."),
    version: maybe.any("any", "The version that it must have."),
    install: maybe.bool(false, "Install it."),
    source: maybe.str(null, "The file to install it from; its name when not given."),
    remove: maybe.bool(false, "Remove it."),
  },
  run: async (args, context) => {
    const { name, module_state, version } = args;
    if (args.install && args.remove) return failed(name, "Cannot install and remove at the same time");
    if (args.remove) return await remove(name, context);
    if (args.install) {
      const told = await install(args.source ?? name, context);
      if (told.result !== true) return told;
    }
    const facts = get(await context.call("selinux.list_semod"), name);
    if (facts === undefined) return failed(name, `Module ${name} is not available`);
    const wanted = switched(module_state, ["enabled", "disabled"]);
    if (wanted === undefined)
      return failed(name, `${pythonStr(module_state)} is not a valid state for the ${name} module.`);
    const installed = get(facts, "Version") ?? null;
    if (version !== "any" && pythonStr(installed) !== pythonStr(version)) {
      const but = `does not match the desired version of ${pythonStr(version)} or you are using semodule >= 2.4`;
      return failed(name, `Module version is ${pythonStr(installed)} and ${but}`);
    }
    if (wanted === isTruthy(get(facts, "Enabled")))
      return unchanged(name, `Module ${name} is in the desired state`);
    const state = pythonStr(module_state);
    if (isTrial(context)) return pending(name, `Module ${name} is set to be toggled to ${state}`);
    const isSet = isTruthy(await context.call("selinux.setsemod", [name, wanted ? "enabled" : "disabled"]));
    return answer(
      name,
      isSet,
      isSet ? `Module ${name} has been set to ${state}` : `Failed to set the Module ${name} to ${state}`,
    );
  },
});
