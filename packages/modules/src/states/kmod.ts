/**
 * States of modules of the kernel.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { modulesAbsent, modulesPresent } from "./kmod-functions/modules.js";

const params = {
  name: needed.str("The module."),
  persist: maybe.bool(false, "Also after the machine is started again."),
};
const mods = maybe.any(null, "Several modules.");

export const kmod = stateModule("kmod", {
  doc: "States of modules of the kernel.",
  available: async (context) =>
    (await context.functions.has("kmod.available")) ? true : "kmod module could not be loaded",
  functions: {
    present: stateFn({
      doc: "Makes modules be loaded.",
      params: { ...params, mods },
      run: modulesPresent,
    }),
    absent: stateFn({
      doc: "Makes modules not be loaded.",
      params: { ...params, comment: maybe.bool(true, "Comment out the line that keeps a module."), mods },
      run: modulesAbsent,
    }),
  },
});
