/**
 * Which programs run.
 */
import type { BeaconEvent } from "@salt/core";
import { beaconModule, beaconSettings, getDict, isDict, pythonStr } from "@salt/core";
import { allProcesses } from "../execution/ps-functions/process-facts.js";
import { onLinux } from "./parts/percent-beacon.js";

export const ps = beaconModule("ps", {
  doc: "Tells of programs that run, or do not run, as `processes` says: `running`, `stopped`, or anything else for those that are missing.",
  available: onLinux,
  fault: (config) => {
    const settings = beaconSettings(config);
    if (!settings.has("processes")) return "Configuration for ps beacon requires processes.";
    return isDict(settings.get("processes")) ? undefined : "Processes for ps beacon must be a dictionary.";
  },
  look: (config) => {
    const names = new Set(allProcesses().map(({ name }) => name));
    const wanted = getDict(beaconSettings(config), "processes") ?? new Map();
    return [...wanted].flatMap(([name, state]): readonly BeaconEvent[] => {
      const isThere = names.has(pythonStr(name));
      if (state === "running") return isThere ? [new Map([[name, "Running"]])] : [];
      if (isThere) return [];
      return [new Map([[name, state === "stopped" ? "Stopped" : false]])];
    });
  },
});
