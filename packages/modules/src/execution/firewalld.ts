/**
 * The firewall, by firewalld.
 */
import { executionModule, fn } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { firewallCmd } from "./firewalld-functions/command.js";
import { memberFunctions } from "./firewalld-functions/member-functions.js";
import { zoneFunctions } from "./firewalld-functions/zone-functions.js";

export const firewalld = executionModule("firewalld", {
  doc: "The firewall, by firewalld.",
  available: () =>
    findProgram("firewall-cmd") !== undefined ||
    "The firewalld execution module cannot be loaded: the firewall-cmd binary is not in the path.",
  functions: {
    version: fn({
      doc: "The version of firewalld.",
      examples: ["salt '*' firewalld.version"],
      run: (_args, context) => firewallCmd([["version"]], context),
    }),
    reload_rules: fn({
      doc: "Brings what is kept into force.",
      examples: ["salt '*' firewalld.reload_rules"],
      run: (_args, context) => firewallCmd([["reload"]], context),
    }),
    make_permanent: fn({
      doc: "Keeps what is in force.",
      examples: ["salt '*' firewalld.make_permanent"],
      run: (_args, context) => firewallCmd([["runtime-to-permanent"]], context),
    }),
    ...zoneFunctions,
    ...memberFunctions,
  },
});
