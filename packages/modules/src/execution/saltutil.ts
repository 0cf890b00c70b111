/**
 * The minion itself: its jobs, and what it should look at anew.
 */
import { executionModule } from "@salt/core";
import { jobFunctions } from "./saltutil-functions/jobs.js";
import { refreshFunctions } from "./saltutil-functions/refresh.js";

export const saltutil = executionModule("saltutil", {
  doc: "The minion itself: its jobs, and what it should look at anew.",
  functions: { ...jobFunctions, ...refreshFunctions },
});
