/**
 * Rules of the firewall, by iptables and ip6tables.
 */
import { executionModule } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { chainFunctions } from "./iptables-functions/chain-functions.js";
import { readFunctions } from "./iptables-functions/read-functions.js";
import { ruleFunctions } from "./iptables-functions/rule-functions.js";

export const iptables = executionModule("iptables", {
  doc: "Rules of the firewall, by iptables and ip6tables.",
  available: () =>
    findProgram("iptables") !== undefined ||
    "The iptables execution module cannot be loaded: iptables not installed.",
  functions: { ...readFunctions, ...chainFunctions, ...ruleFunctions },
});
