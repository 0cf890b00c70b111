/**
 * Files: from the master to the minion, from elsewhere to the minion, and from the minion to the master.
 */
import { executionModule } from "@salt/core";
import { cacheFunctions } from "./cp-functions/cache.js";
import { getFunctions } from "./cp-functions/get.js";
import { listFunctions } from "./cp-functions/list.js";
import { lookFunctions } from "./cp-functions/look.js";
import { pushFunctions } from "./cp-functions/push.js";
import { receiveFunctions } from "./cp-functions/receive.js";

export const cp = executionModule("cp", {
  doc: "Files: from the master to the minion, from elsewhere to the minion, and from the minion to the master.",
  functions: {
    ...getFunctions,
    ...cacheFunctions,
    ...listFunctions,
    ...lookFunctions,
    ...pushFunctions,
    ...receiveFunctions,
  },
});
