/**
 * How much of the memory is used.
 */
import { beaconModule } from "@salt/core";
import { virtualMemory } from "../execution/ps-functions/machine-facts.js";
import { percentBeacon } from "./parts/percent-beacon.js";

export const memusage = beaconModule(
  "memusage",
  percentBeacon("memusage", "Tells when the memory is used up to `percent`.", () => virtualMemory().percent),
);
