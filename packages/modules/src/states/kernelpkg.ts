/**
 * States of packages of kernels.
 */
import type { ExecutionContext, StateAnswer } from "@salt/core";
import {
  get,
  includes,
  isDict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, has, pending, unchanged } from "./answer/answer.js";

const name = needed.str("Any name.");
const at_time = maybe.any(null, "When to start the machine anew, in minutes from now or as a time.");

export const kernelpkg = stateModule("kernelpkg", {
  doc: "States of packages of kernels.",
  available: async (context) =>
    (await has(context, "kernelpkg.upgrade")) || "kernelpkg module could not be loaded",
  functions: {
    latest_installed: stateFn({
      doc: "Makes the newest kernel be installed.",
      params: { name },
      varkw: "kwargs",
      run: async (args, context) => {
        const installed = await context.call("kernelpkg.list_installed");
        const latest = await context.call("kernelpkg.latest_available");
        if (isList(installed) && includes(installed, latest))
          return unchanged(args.name, `The latest kernel package is already installed: ${pythonStr(latest)}`);
        if (isTrial(context))
          return pending(args.name, `The latest kernel package will be installed: ${pythonStr(latest)}`);
        const upgrades = get(await context.call("kernelpkg.upgrade"), "upgrades") ?? null;
        const comment = "The latest kernel package has been installed, but not activated.";
        return changed(args.name, comment, isDict(upgrades) ? upgrades : {});
      },
    }),
    latest_active: stateFn({
      doc: "Starts the machine anew when a newer kernel is installed than runs.",
      params: { name, at_time },
      varkw: "kwargs",
      run: (args, context) => latestActive(args.name, args.at_time, context),
    }),
    latest_wait: stateFn({
      doc: "Does nothing until something that it watches changes; then it is kernelpkg.latest_active.",
      params: { name, at_time },
      varkw: "kwargs",
      run: (args) => unchanged(args.name, ""),
    }),
    mod_watch: stateFn({
      doc: "What latest_active and latest_wait do when something that they watch has changed.",
      params: { name, sfun: needed.str("The function that watches."), at_time },
      varkw: "kwargs",
      run: async (args, context) =>
        args.sfun === "latest_active" || args.sfun === "latest_wait"
          ? await latestActive(args.name, args.at_time, context)
          : failed(args.name, `kernelpkg.${args.sfun} does not work with the watch requisite.`),
    }),
  },
});

async function latestActive(
  name: string,
  at_time: Parameters<typeof pythonStr>[0],
  context: ExecutionContext,
): Promise<StateAnswer> {
  const old = await context.call("kernelpkg.active");
  const latest = await context.call("kernelpkg.latest_installed");
  if (!isTruthy(await context.call("kernelpkg.needs_reboot")))
    return unchanged(name, `The latest installed kernel package is active: ${pythonStr(old)}`);
  const comment = `The system will be booted to activate kernel: ${pythonStr(latest)}`;
  const changes = { kernel: { old, new: latest } };
  if (isTrial(context)) return pending(name, comment, changes);
  await context.call("system.reboot", [], { at_time });
  return answer(name, true, comment, changes);
}
