/**
 * States of the layout of the keyboard.
 */
import type { ExecutionContext, StateAnswer } from "@salt/core";
import { isTrial, isTruthy, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, has, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The layout, as `de`.");

export const keyboard = stateModule("keyboard", {
  doc: "States of the layout of the keyboard.",
  available: async (context) =>
    (await has(context, "keyboard.get_sys")) || "keyboard module could not be loaded",
  functions: {
    system: stateFn({
      doc: "Makes the console have a layout.",
      params: { name },
      run: (args, context) =>
        layoutSet(
          args.name,
          { get: "keyboard.get_sys", set: "keyboard.set_sys", what: "System", of: "system" },
          context,
        ),
    }),
    xorg: stateFn({
      doc: "Makes X have a layout.",
      params: { name },
      run: (args, context) =>
        layoutSet(
          args.name,
          { get: "keyboard.get_x", set: "keyboard.set_x", what: "XOrg", of: "XOrg" },
          context,
        ),
    }),
  },
});

interface Layout {
  readonly get: string;
  readonly set: string;
  readonly what: string;
  readonly of: string;
}

async function layoutSet(wanted: string, layout: Layout, context: ExecutionContext): Promise<StateAnswer> {
  const now = pythonStr(await context.call(layout.get));
  if (now === wanted) return unchanged(wanted, `${layout.what} layout ${wanted} already set`);
  if (isTrial(context)) return pending(wanted, `${layout.what} layout ${wanted} needs to be set`);
  return isTruthy(await context.call(layout.set, [wanted]))
    ? changed(wanted, `Set ${layout.of} keyboard layout ${wanted}`, { layout: wanted })
    : failed(wanted, `Failed to set ${layout.of} keyboard layout`);
}
