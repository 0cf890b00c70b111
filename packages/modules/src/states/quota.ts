/**
 * States of limits of what users and groups may keep on file systems.
 */
import { get, isTrial, isTruthy, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";

export const quota = stateModule("quota", {
  doc: "States of limits of what users and groups may keep on file systems.",
  available: async (context) =>
    (await context.functions.has("quota.report")) ? true : "quota module could not be loaded",
  functions: {
    mode: stateFn({
      doc: "Makes limits of a file system be on or off.",
      params: {
        name: needed.str("Where it is mounted."),
        mode: needed.any("`on` or `off`."),
        quotatype: needed.str("`user` or `group`."),
      },
      run: async ({ name, mode, quotatype }, context) => {
        const wanted = mode === true || mode === "on" ? "on" : "off";
        const now = get(await context.call("quota.get_mode", [name]), name);
        if (now === undefined)
          return failed(name, `There are no limits on ${name}, or nothing is mounted there`);
        if (get(now, quotatype) === wanted)
          return unchanged(name, `Quota for ${name} already set to ${wanted}`);
        if (isTrial(context)) return pending(name, `Quota for ${name} needs to be set to ${wanted}`);
        return isTruthy(await context.call(`quota.${wanted}`, [name]))
          ? changed(name, `Set quota for ${name} to ${wanted}`, { quota: name })
          : failed(name, `Failed to set quota for ${name} to ${wanted}`);
      },
    }),
  },
});
