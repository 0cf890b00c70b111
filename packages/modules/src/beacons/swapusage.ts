/**
 * How much of the swap space is used.
 */
import { beaconModule } from "@salt/core";
import { swapMemory } from "../execution/ps-functions/machine-facts.js";
import { percentBeacon } from "./parts/percent-beacon.js";

export const swapusage = beaconModule(
  "swapusage",
  percentBeacon(
    "swapusage",
    "Tells when the swap space is used up to `percent`.",
    () => swapMemory().percent,
  ),
);
