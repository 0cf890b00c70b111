/**
 * States of the defaults of macOS: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const macdefaults = stateModule("macdefaults", {
  doc: "States of the defaults of macOS, which this version does not serve.",
  available: onlyElsewhere("Only supported on Mac OS"),
  functions: {},
});
