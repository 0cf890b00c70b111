/**
 * The functions of `state` that run states, or steer those that do.
 */
import { applyFunctions } from "./apply-functions.js";
import { disablingFunctions } from "./disabling.js";
import { highFunctions } from "./high-functions.js";
import { highstateFunctions } from "./highstate.js";
import { leftoverFunctions } from "./leftovers.js";
import { pauseFunctions } from "./pausing.js";
import { planFunctions } from "./plan.js";
import { requestFunctions } from "./requests.js";
import { singleFunctions } from "./single.js";

/** By name. */
export const runFunctions = {
  ...singleFunctions,
  ...applyFunctions,
  ...highstateFunctions,
  ...highFunctions,
  ...disablingFunctions,
  ...pauseFunctions,
  ...leftoverFunctions,
  ...requestFunctions,
  ...planFunctions,
};
