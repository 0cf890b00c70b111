/**
 * Facts about the machine: looking them up, and setting those that are kept by hand.
 */
import { executionModule } from "@salt/core";
import { changeFunctions } from "./grains-functions/change.js";
import { lookUpFunctions } from "./grains-functions/look-up.js";

export const grains = executionModule("grains", {
  doc: "Facts about the machine: looking them up, and setting those that are kept by hand.",
  functions: { ...lookUpFunctions, ...changeFunctions },
});
