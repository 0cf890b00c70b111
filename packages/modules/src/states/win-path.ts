/**
 * States of the search path of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winPath = stateModule("win_path", {
  doc: "States of the search path of Windows, which this version does not serve.",
  available: onlyElsewhere("win_path module could not be loaded"),
  functions: {},
});
