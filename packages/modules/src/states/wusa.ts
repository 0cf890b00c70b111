/**
 * States of update packages of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const wusa = stateModule("wusa", {
  doc: "States of update packages of Windows, which this version does not serve.",
  available: onlyElsewhere("Only available on Windows systems"),
  functions: {},
});
