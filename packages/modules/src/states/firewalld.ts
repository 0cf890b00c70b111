/**
 * States of the firewall, by firewalld.
 */
import { stateModule } from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";
import { present } from "./firewalld-functions/present.js";
import { service } from "./firewalld-functions/service.js";

export const firewalld = stateModule("firewalld", {
  doc: "States of the firewall, by firewalld.",
  available: () =>
    findProgram("firewall-cmd") !== undefined ||
    "firewall-cmd is not available, firewalld is probably not installed.",
  functions: { present, service },
});
