/**
 * Which packages are installed, and which can be upgraded.
 */
import type { BeaconEvent } from "@salt/core";
import { beaconModule, beaconSettings, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { remembered } from "./parts/settings.js";

export const pkg = beaconModule("pkg", {
  doc: "Tells of packages that were installed, removed or can be upgraded since the last look; the first look says nothing.",
  available: async ({ functions }) =>
    (await functions.has("pkg.latest_version")) || "no package manager of this machine is served",
  fault: (config) =>
    config.some((item) => isDict(item) && isList(item.get("pkgs")))
      ? undefined
      : "Configuration for pkg beacon requires list of pkgs.",
  look: async (config, context) => {
    const last = remembered(config, context, "last");
    const refresh = isTruthy(beaconSettings(config).get("refresh") ?? false);
    const names = config.flatMap((item) => (isDict(item) ? (item.get("pkgs") ?? []) : []));
    const events: BeaconEvent[] = [];
    for (const name of isList(names) ? names.map(pythonStr) : []) {
      const installed = await context.call("pkg.version", [name], { use_context: false });
      const latest = isTruthy(installed)
        ? await context.call("pkg.latest_version", [name], { refresh })
        : null;
      const status = !isTruthy(installed) ? "not-installed" : isTruthy(latest) ? "upgrade" : "installed";
      const before = last.get(name);
      last.set(name, status);
      if (before === undefined || before === status) continue;
      const version = isTruthy(latest) ? latest : isTruthy(installed) ? installed : null;
      events.push({ pkg: name, version, status });
    }
    return events;
  },
});
