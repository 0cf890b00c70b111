/**
 * States of permissions on Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winDacl = stateModule("win_dacl", {
  doc: "States of permissions on Windows, which this version does not serve.",
  available: onlyElsewhere("win_dacl module could not be loaded"),
  functions: {},
});
