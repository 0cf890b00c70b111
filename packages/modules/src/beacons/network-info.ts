/**
 * What went over the network.
 */
import type { BeaconEvent, Dict } from "@salt/core";
import { beaconModule, beaconSettings, getDict, isDict, isInt, pythonStr } from "@salt/core";
import type { Counters } from "../execution/ps-functions/machine-facts.js";
import { networkCounters } from "../execution/ps-functions/machine-facts.js";
import { onLinux } from "./parts/percent-beacon.js";
import { numberOf } from "./parts/settings.js";

const COUNTERS = [
  ...["bytes_sent", "bytes_recv", "packets_sent", "packets_recv"],
  ...["errin", "errout", "dropin", "dropout"],
];

export const networkInfo = beaconModule("network_info", {
  doc: "Tells of interfaces with a counter that is equal to its limit, or with `type: greater` beyond it.",
  available: onLinux,
  fault: (config) => {
    for (const limits of (getDict(beaconSettings(config), "interfaces") ?? new Map()).values()) {
      if (!isDict(limits)) return "Configuration for network_info beacon must be a list of dictionaries.";
      if (!["type", ...COUNTERS].some((name) => limits.has(name))) {
        return "Invalid configuration item in Beacon configuration.";
      }
    }
    return undefined;
  },
  look: (config) => {
    const all = networkCounters();
    const wanted = getDict(beaconSettings(config), "interfaces") ?? new Map();
    return [...wanted].flatMap(([name, limits]): readonly BeaconEvent[] => {
      const counters = all.get(pythonStr(name));
      if (counters === undefined || !isDict(limits) || !isReached(counters, limits)) return [];
      const shown = Object.fromEntries(COUNTERS.map((counter) => [counter, counters[counter] ?? 0]));
      return [{ interface: name, network_info: shown }];
    });
  },
});

function isReached(counters: Counters, limits: Dict): boolean {
  const isGreater = limits.get("type") === "greater";
  return COUNTERS.some((name) => {
    const limit = limits.get(name);
    if (limit === undefined) return false;
    const [value, wanted] = [counters[name] ?? 0, isInt(limit) ? Number(limit) : numberOf(limit, name)];
    return isGreater ? value > wanted : value === wanted;
  });
}
