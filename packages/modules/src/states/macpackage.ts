/**
 * States of packages of macOS: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const macpackage = stateModule("macpackage", {
  doc: "States of packages of macOS, which this version does not serve.",
  available: onlyElsewhere("Only supported on Mac OS"),
  functions: {},
});
