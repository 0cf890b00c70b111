/**
 * Functions that show whether a minion is there, how it takes arguments and how it fails.
 */
import { executionModule } from "@salt/core";
import { answerFunctions } from "./test-functions/answers.js";
import { argumentFunctions } from "./test-functions/arguments.js";
import { failureFunctions } from "./test-functions/failures.js";
import { loadFunctions } from "./test-functions/load.js";
import { surroundingFunctions } from "./test-functions/surroundings.js";

export const test = executionModule("test", {
  doc: "Functions that show whether a minion is there, how it takes arguments and how it fails.",
  functions: {
    ...answerFunctions,
    ...argumentFunctions,
    ...failureFunctions,
    ...loadFunctions,
    ...surroundingFunctions,
  },
});
