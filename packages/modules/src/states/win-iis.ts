/**
 * States of the web server of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winIis = stateModule("win_iis", {
  doc: "States of the web server of Windows, which this version does not serve.",
  available: onlyElsewhere("win_iis module could not be loaded"),
  functions: {},
});
