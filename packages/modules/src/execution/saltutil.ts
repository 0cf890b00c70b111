/**
 * The minion itself: its jobs, and what it should look at anew.
 */
import { executionModule } from "@salt/core";
import { cacheFunctions } from "./saltutil-functions/cache.js";
import { extensionFunctions } from "./saltutil-functions/extension-functions.js";
import { jobFunctions } from "./saltutil-functions/jobs.js";
import { masterFunctions } from "./saltutil-functions/master.js";
import { refreshFunctions } from "./saltutil-functions/refresh.js";
import { syncFunctions } from "./saltutil-functions/sync.js";
import { updateFunctions } from "./saltutil-functions/update.js";

export const saltutil = executionModule("saltutil", {
  doc: "The minion itself: its jobs, and what it should look at anew.",
  functions: {
    ...jobFunctions,
    ...refreshFunctions,
    ...syncFunctions,
    ...cacheFunctions,
    ...extensionFunctions,
    ...masterFunctions,
    ...updateFunctions,
  },
});
