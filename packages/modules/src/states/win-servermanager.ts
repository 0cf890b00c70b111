/**
 * States of features of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winServermanager = stateModule("win_servermanager", {
  doc: "States of features of Windows, which this version does not serve.",
  available: onlyElsewhere("win_servermanager module could not be loaded"),
  functions: {},
});
