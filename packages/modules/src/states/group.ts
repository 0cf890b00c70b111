/**
 * States of groups of accounts.
 */
import { isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { groupPresent } from "./group-functions/present.js";

const name = needed.any("The group.");

export const group = stateModule("group", {
  doc: "States of groups of accounts.",
  functions: {
    present: stateFn({
      doc: "Makes a group be there, with the attributes that are given.",
      params: {
        name,
        gid: maybe.any(null, "Its id."),
        system: maybe.bool(false, "Take an id of the system's range."),
        addusers: maybe.any(null, "Accounts that shall be in it."),
        delusers: maybe.any(null, "Accounts that shall not be in it."),
        members: maybe.any(null, "The accounts that shall be in it, and no others."),
        non_unique: maybe.bool(false, "Allow an id that another group has."),
      },
      run: groupPresent,
    }),
    absent: stateFn({
      doc: "Makes a group not be there.",
      params: { name },
      run: async (args, context) => {
        const shown = pythonStr(args.name);
        if (!isTruthy(await context.call("group.info", [args.name])))
          return unchanged(args.name, "Group not present");
        if (isTrial(context)) return pending(args.name, `Group ${shown} is set for removal`);
        return isTruthy(await context.call("group.delete", [args.name]))
          ? changed(args.name, `Removed group ${shown}`, new Map([[shown, ""]]))
          : failed(args.name, `Failed to remove group ${shown}`);
      },
    }),
  },
});
