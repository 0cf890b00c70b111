/**
 * The functions of `state` that run states, or steer those that do.
 */
import { disablingFunctions } from "./disabling.js";
import { leftoverFunctions } from "./leftovers.js";
import { pauseFunctions } from "./pausing.js";
import { singleFunctions } from "./single.js";

/** By name. */
export const runFunctions = {
  ...singleFunctions,
  ...disablingFunctions,
  ...pauseFunctions,
  ...leftoverFunctions,
};
