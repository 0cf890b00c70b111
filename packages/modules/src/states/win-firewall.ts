/**
 * States of the firewall of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winFirewall = stateModule("win_firewall", {
  doc: "States of the firewall of Windows, which this version does not serve.",
  available: onlyElsewhere("firewall module could not be loaded"),
  functions: {},
});
