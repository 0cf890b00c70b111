/**
 * States of the settings of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winSystem = stateModule("win_system", {
  doc: "States of the settings of Windows, which this version does not serve.",
  available: onlyElsewhere("win_system: Only available on Windows"),
  functions: {},
});
