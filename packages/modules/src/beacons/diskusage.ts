/**
 * How full the disks are.
 */
import type { BeaconEvent, ExecutionContext, Plain } from "@salt/core";
import { beaconModule, PythonRegex, pythonStr } from "@salt/core";
import { diskPartitions, diskUsage as usageOf } from "../execution/ps-functions/machine-facts.js";
import { onLinux } from "./parts/percent-beacon.js";
import { numberOf, ownItems, plainNumber } from "./parts/settings.js";

export const diskusage = beaconModule("diskusage", {
  doc: "Tells of mount points that are used up to their limit: each item is a regular expression and a limit in per cent.",
  available: onLinux,
  look: (config, context) => {
    const places = diskPartitions(true).map(({ mountpoint = "" }) => mountpoint);
    return ownItems(config).flatMap((item) => {
      const [first] = item;
      if (first === undefined) return [];
      const pattern = pythonStr(first[0]);
      const regex = new PythonRegex(pattern.endsWith("$") ? pattern : `${pattern}$`);
      const found = places.filter((place) => regex.match(place));
      return found.flatMap((place) => full(place, () => numberOf(first[1], pattern), context));
    });
  },
});

function full(mount: string, limit: () => number, context: ExecutionContext): readonly BeaconEvent[] {
  let used: Plain | undefined;
  try {
    used = usageOf(mount).percent;
  } catch {
    context.log.debug({ mount }, "A mount point cannot be looked at");
    return [];
  }
  return plainNumber(used) >= limit() ? [{ diskusage: used, mount }] : [];
}
