/**
 * States of locales.
 */
import { CommandExecutionError, isTrial, isTruthy, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The locale, e.g. `de_DE.UTF-8`.");

export const locale = stateModule("locale", {
  doc: "States of locales.",
  available: async (context) =>
    (await context.functions.has("locale.get_locale")) ? true : "'locale.get_locale' is not available.",
  functions: {
    system: stateFn({
      doc: "Makes a locale be the one of the machine.",
      params: { name },
      run: async (args, context) => {
        try {
          if ((await context.call("locale.get_locale")) === args.name)
            return unchanged(args.name, `System locale ${args.name} already set`);
          if (isTrial(context)) return pending(args.name, `System locale ${args.name} needs to be set`);
          return isTruthy(await context.call("locale.set_locale", [args.name]))
            ? changed(args.name, `Set system locale ${args.name}`, { locale: args.name })
            : failed(args.name, `Failed to set system locale to ${args.name}`);
        } catch (error) {
          if (!(error instanceof CommandExecutionError)) throw error;
          return failed(args.name, `Failed to set system locale: ${error.message}`);
        }
      },
    }),
    present: stateFn({
      doc: "Makes a locale be there.",
      params: { name },
      run: async (args, context) => {
        if (isTruthy(await context.call("locale.avail", [args.name])))
          return unchanged(args.name, `Locale ${args.name} is already present`);
        if (isTrial(context)) return pending(args.name, `Locale ${args.name} needs to be generated`);
        return isTruthy(await context.call("locale.gen_locale", [args.name]))
          ? changed(args.name, `Generated locale ${args.name}`, { locale: args.name })
          : failed(args.name, `Failed to generate locale ${args.name}`);
      },
    }),
  },
});
