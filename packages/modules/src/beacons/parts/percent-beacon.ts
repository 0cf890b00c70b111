/**
 * Beacons that tell of a share of something that is used up.
 */
import { existsSync } from "node:fs";
import type { BeaconDefinition, BeaconEvent, Plain } from "@salt/core";
import { beaconSettings } from "@salt/core";
import { numberOf, plainNumber } from "./settings.js";

/** Why a beacon that reads /proc is not there; true where it is. */
export function onLinux(): true | string {
  return existsSync("/proc/meminfo") || "it reads /proc, which only Linux has";
}

/** A beacon that fires while `measure` gives at least `percent`. */
export function percentBeacon(name: string, doc: string, measure: () => Plain | undefined): BeaconDefinition {
  return {
    doc,
    available: onLinux,
    fault: (config) =>
      beaconSettings(config).has("percent")
        ? undefined
        : `Configuration for ${name} beacon requires percent.`,
    look: (config): readonly BeaconEvent[] => {
      const used = measure();
      const limit = numberOf(beaconSettings(config).get("percent"), "percent");
      return used !== undefined && plainNumber(used) >= limit ? [{ [name]: used }] : [];
    },
  };
}
