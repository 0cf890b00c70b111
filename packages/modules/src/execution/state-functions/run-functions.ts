/**
 * The functions of `state` that run states.
 */
import { singleFunctions } from "./single.js";

/** By name. */
export const runFunctions = {
  ...singleFunctions,
};
