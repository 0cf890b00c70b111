/**
 * States: what this machine is to be like.
 */
import { executionModule } from "@salt/core";
import { runFunctions } from "./state-functions/run-functions.js";
import { showFunctions } from "./state-functions/show-functions.js";
import { eventFunctions } from "./state-functions/watch-events.js";

export const state = executionModule("state", {
  doc: "States: what this machine is to be like.",
  functions: {
    ...runFunctions,
    ...showFunctions,
    ...eventFunctions,
  },
});
