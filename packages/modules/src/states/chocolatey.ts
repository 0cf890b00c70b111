/**
 * States of packages of Chocolatey on Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const chocolatey = stateModule("chocolatey", {
  doc: "States of packages of Chocolatey on Windows, which this version does not serve.",
  available: onlyElsewhere("chocolatey module could not be loaded"),
  functions: {},
});
