/**
 * States that only pretend: for trying out requisites, failures and output.
 */
import { stateModule } from "@salt/core";
import { checkPillar } from "./test-functions/check-pillar.js";
import { configurable } from "./test-functions/configurable.js";
import { fixedFunctions } from "./test-functions/fixed.js";
import { modWatch } from "./test-functions/mod-watch.js";

export const test = stateModule("test", {
  doc: "States that only pretend: for trying out requisites, failures and output.",
  functions: {
    ...fixedFunctions,
    configurable_test_state: configurable,
    check_pillar: checkPillar,
    mod_watch: modWatch,
  },
});
