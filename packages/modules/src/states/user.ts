/**
 * States of accounts.
 */
import type { Value } from "@salt/core";
import { isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { groupsOf } from "../execution/account-files/account-files.js";
import { changed, failed, pending, unchanged } from "./answer/answer.js";
import { userParams } from "./user-functions/arguments.js";
import { userPresent } from "./user-functions/present.js";

export const user = stateModule("user", {
  doc: "States of accounts.",
  functions: {
    present: stateFn({
      doc: "Makes an account be there, with the attributes that are given.",
      params: userParams,
      run: userPresent,
    }),
    absent: stateFn({
      doc: "Makes an account not be there.",
      params: {
        name: needed.any("The account."),
        purge: maybe.bool(false, "Delete its home directory and mail, too."),
        force: maybe.bool(false, "Also when somebody is logged in."),
      },
      run: async ({ name, purge, force }, context) => {
        const shown = pythonStr(name);
        if (!isTruthy(await context.call("user.info", [name])))
          return unchanged(name, `User ${shown} is not present`);
        if (isTrial(context)) return pending(name, `User ${shown} set for removal`);
        const before = groupsOf(shown);
        if (!isTruthy(await context.call("user.delete", [name, purge, force])))
          return failed(name, `Failed to remove user ${shown}`);
        const changes = new Map<Value, Value>();
        for (const group of before) {
          if (!isTruthy(await context.call("group.info", [group]))) changes.set(`${group} group`, "removed");
        }
        return changed(name, `Removed user ${shown}`, changes.set(shown, "removed"));
      },
    }),
  },
});
