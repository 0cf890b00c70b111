/**
 * States of aliases for mail.
 */
import { isTrial, isTruthy, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The alias.");

export const alias = stateModule("alias", {
  doc: "States of aliases for mail.",
  functions: {
    present: stateFn({
      doc: "Makes an alias be there.",
      params: { name, target: needed.str("Whom it stands for.") },
      run: async (args, context) => {
        const pair = `${args.name} -> ${args.target}`;
        if (isTruthy(await context.call("aliases.has_target", [args.name, args.target])))
          return unchanged(args.name, `Alias ${args.name} already present`);
        if (isTrial(context)) return pending(args.name, `Alias ${pair} is set to be added`);
        return isTruthy(await context.call("aliases.set_target", [args.name, args.target]))
          ? changed(args.name, `Set email alias ${pair}`, { alias: args.name })
          : failed(args.name, `Failed to set alias ${pair}`);
      },
    }),
    absent: stateFn({
      doc: "Makes an alias not be there.",
      params: { name },
      run: async (args, context) => {
        if (!isTruthy(await context.call("aliases.get_target", [args.name])))
          return unchanged(args.name, `Alias ${args.name} already absent`);
        if (isTrial(context)) return pending(args.name, `Alias ${args.name} is set to be removed`);
        return isTruthy(await context.call("aliases.rm_alias", [args.name]))
          ? changed(args.name, `Removed alias ${args.name}`, { alias: args.name })
          : failed(args.name, `Failed to remove alias ${args.name}`);
      },
    }),
  },
});
