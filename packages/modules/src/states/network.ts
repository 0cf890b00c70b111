/**
 * States of networks: interfaces, their routes, and settings of the whole machine.
 */
import type { MutableDict } from "@salt/core";
import { isTrial, isTruthy, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { changed, pending, unchanged } from "./answer/answer.js";
import { compare, orAttributeFailure } from "./network-functions/difference.js";
import { managed } from "./network-functions/managed.js";

export const network = stateModule("network", {
  doc: "States of networks: interfaces, their routes, and settings of the whole machine.",
  available: async (context) =>
    (await context.functions.has("ip.get_interface")) ? true : "ip module could not be loaded",
  functions: {
    managed,
    routes: stateFn({
      doc: "Makes the routes of an interface be these; arguments are those of ip.build_routes.",
      params: { name: needed.str("The interface.") },
      varkw: "settings",
      run: ({ name }, context, { kwargs }) =>
        orAttributeFailure(name, async () => {
          const options = optionsOf(givenKeywords(kwargs), isTrial(context));
          const old = await context.call("ip.get_routes", [name]);
          const outcome = compare(old, await context.call("ip.build_routes", [name], options));
          const what = `Interface ${name} routes`;
          if (outcome.kind === "same") return unchanged(name, `${what} are up to date.`);
          const isAdded = outcome.kind === "added";
          if (isTruthy(options.test)) {
            const how = isAdded ? "set to be added." : `set to be updated:\n${outcome.diff}`;
            return pending(name, `${what} are ${how}`);
          }
          await context.call("ip.apply_network_settings", [], options);
          const network_routes = isAdded ? `Added interface ${name} routes.` : outcome.diff;
          return changed(name, `${what} ${isAdded ? "added" : "updated"}.`, { network_routes });
        }),
    }),
    system: stateFn({
      doc: "Makes settings of the whole machine be these; arguments are those of ip.build_network_settings.",
      params: { name: needed.str("A name for this.") },
      varkw: "settings",
      run: ({ name }, context, { kwargs }) =>
        orAttributeFailure(name, async () => {
          const options = { ...optionsOf(givenKeywords(kwargs), false), test: isTrial(context) };
          const old = await context.call("ip.get_network_settings");
          const outcome = compare(old, await context.call("ip.build_network_settings", [], options));
          const what = "Global network settings are";
          if (outcome.kind === "same") return unchanged(name, `${what} up to date.`);
          const isAdded = outcome.kind === "added";
          if (isTrial(context)) {
            const how = isAdded ? "set to be added." : `set to be updated:\n${outcome.diff}`;
            return pending(name, `${what} ${how}`);
          }
          await context.call("ip.apply_network_settings", [], options);
          const network_settings = isAdded ? "Added global network settings." : outcome.diff;
          return changed(name, `${what} up to date.`, { network_settings });
        }),
    }),
  },
});

function optionsOf(settings: MutableDict, test: boolean) {
  const options = Object.fromEntries([...settings].map(([key, value]) => [pythonStr(key), value]));
  return { test, ...options };
}
