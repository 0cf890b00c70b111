/**
 * Accounts of users, through the programs of shadow.
 */
import { executionModule } from "@salt/core";
import { accountFunctions } from "./user-functions/account-functions.js";
import { changeFunctions } from "./user-functions/change-functions.js";

export const user = executionModule("useradd", {
  doc: "Accounts of users, through the programs of shadow.",
  virtualName: "user",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: { ...accountFunctions, ...changeFunctions },
});
