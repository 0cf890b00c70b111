/**
 * Functions of volumes.
 */
import { dict, fn, isDict, maybe, needed, SaltInvocationError } from "@salt/core";
import { filterText, resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";

const name = needed.str("The name of the volume.");

export const volumeFunctions = {
  volumes: fn({
    doc: "The volumes, all or those that filters name.",
    examples: ["salt '*' docker.volumes filters=\"{'dangling': True}\""],
    params: { filters: maybe.any(null, "Which ones: texts or lists of them by the name of a filter.") },
    run: async ({ filters }, context) => {
      const engine = await openEngine(context);
      return await engine.json({
        action: "volumes",
        path: "/volumes",
        query: { filters: filterText(filters) },
      });
    },
  }),
  create_volume: fn({
    doc: "Makes a volume.",
    examples: ["salt '*' docker.create_volume my_volume driver=local"],
    params: {
      name,
      driver: maybe.any(null, "The driver; the engine's default when not given."),
      driver_opts: maybe.any(null, "Options of the driver, a map."),
    },
    run: async ({ name: which, driver, driver_opts }, context) => {
      if (driver_opts !== null && !isDict(driver_opts))
        throw new SaltInvocationError("driver_opts must be a dictionary");
      const engine = await openEngine(context);
      const body = dict({ Name: which, Driver: driver, DriverOpts: driver_opts });
      return await engine.json({ action: "create_volume", method: "POST", path: "/volumes/create", body });
    },
  }),
  remove_volume: fn({
    doc: "Removes a volume.",
    examples: ["salt '*' docker.remove_volume my_volume"],
    params: { name },
    run: async (args, context) => {
      const engine = await openEngine(context);
      await engine.bytes({
        action: "remove_volume",
        method: "DELETE",
        path: resource`/volumes/${args.name}`,
      });
      return true;
    },
  }),
  inspect_volume: fn({
    doc: "All that the engine tells of a volume.",
    examples: ["salt '*' docker.inspect_volume my_volume"],
    params: { name },
    run: async (args, context) => {
      const engine = await openEngine(context);
      return await engine.json({ action: "inspect_volume", path: resource`/volumes/${args.name}` });
    },
  }),
};
