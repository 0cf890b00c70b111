/**
 * States of policies of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winLgpo = stateModule("win_lgpo", {
  doc: "States of policies of Windows, which this version does not serve.",
  available: onlyElsewhere("lgpo module could not be loaded"),
  functions: {},
});
