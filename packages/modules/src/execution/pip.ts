/**
 * Packages of Python, by pip.
 */
import { executionModule } from "@salt/core";
import { changeFunctions } from "./pip-functions/change-functions.js";
import { lookFunctions } from "./pip-functions/look-functions.js";

export const pip = executionModule("pip", {
  doc: "Packages of Python, by pip.",
  functions: { ...changeFunctions, ...lookFunctions },
});
