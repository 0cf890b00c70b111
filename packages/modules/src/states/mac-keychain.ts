/**
 * States of the keychain of macOS: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const macKeychain = stateModule("mac_keychain", {
  doc: "States of the keychain of macOS, which this version does not serve.",
  available: onlyElsewhere("Only supported on Mac OS"),
  functions: {},
});
