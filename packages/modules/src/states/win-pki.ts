/**
 * States of certificates on Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winPki = stateModule("win_pki", {
  doc: "States of certificates on Windows, which this version does not serve.",
  available: onlyElsewhere("win_pki module could not be loaded"),
  functions: {},
});
