/**
 * States of extended attributes on macOS: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const macXattr = stateModule("mac_xattr", {
  doc: "States of extended attributes on macOS, which this version does not serve.",
  available: onlyElsewhere("Only supported on Mac OS"),
  functions: {},
});
