/**
 * States of packages that dpkg keeps back.
 */
import { get, isTrial, isTruthy, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { changed, failed, has, pending, unchanged } from "./answer/answer.js";

export const aptpkg = stateModule("aptpkg", {
  virtualName: "apt",
  doc: "States of packages that dpkg keeps back.",
  available: async (context) =>
    (await has(context, "pkg.get_selections")) ? true : "apt module could not be loaded",
  functions: {
    held: stateFn({
      doc: "Makes a package be kept at its version.",
      params: { name: needed.str("The package.") },
      run: async ({ name }, context) => {
        const selected = await context.call("pkg.get_selections", [], { pattern: name });
        if (!isTruthy(selected)) return failed(name, `Package ${name} does not have a state`);
        if (isTruthy(get(selected, "hold") ?? null))
          return unchanged(name, `Package ${name} is already held`);
        if (isTrial(context)) return pending(name, `Package ${name} is set to be held`);
        const told = await context.call("pkg.set_selections", [], { selection: { hold: [name] } });
        return changed(name, `Package ${name} is now being held`, get(told, pythonStr(name)) ?? {});
      },
    }),
  },
});
