/**
 * States of rc.conf on FreeBSD: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const sysrc = stateModule("sysrc", {
  doc: "States of rc.conf on FreeBSD, which this version does not serve.",
  available: onlyElsewhere("Command not found: sysrc"),
  functions: {},
});
