/**
 * States of mounted file systems and of those that are mounted at the start of the machine.
 */
import { isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { failed, unchanged } from "./answer/answer.js";
import { fstabStates } from "./mount-functions/fstab.js";
import { mounted } from "./mount-functions/mounted.js";
import { swap, unmounted } from "./mount-functions/swap.js";

export const mount = stateModule("mount", {
  doc: "States of mounted file systems and of those that are mounted at the start of the machine.",
  functions: {
    mounted,
    unmounted,
    swap,
    ...fstabStates,
    mod_watch: stateFn({
      doc: "Mounts a file system anew when what it watches has changed.",
      params: {
        name: needed.str("Where it is mounted."),
        user: maybe.str(null, "The account to run mount as."),
      },
      varkw: "kwargs",
      run: async ({ name, user }, context, { kwargs }) => {
        const given = givenKeywords(kwargs);
        const sfun = pythonStr(given.get("sfun") ?? "");
        if (sfun !== "mounted") return unchanged(name, `Watch not supported in ${sfun} at this time`);
        const [device = null, fstype = null] = [given.get("device"), given.get("fstype")];
        const opts = given.get("opts") ?? "defaults";
        const out = await context.call("mount.remount", [name, device, false, fstype, opts], { user });
        return isTruthy(out)
          ? unchanged(name, `${name} remounted`)
          : failed(name, `${name} failed to remount: ${pythonStr(out)}`);
      },
    }),
  },
});
