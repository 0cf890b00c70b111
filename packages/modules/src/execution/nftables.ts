/**
 * Rules of the firewall, by nft.
 */
import { executionModule } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { changeFunctions } from "./nftables-functions/change-functions.js";
import { readFunctions } from "./nftables-functions/read-functions.js";

export const nftables = executionModule("nftables", {
  doc: "Rules of the firewall, by nft.",
  available: () =>
    findProgram("nft") !== undefined ||
    "The nftables execution module failed to load: nftables is not installed.",
  functions: { ...readFunctions, ...changeFunctions },
});
