/**
 * States of shortcuts on Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winShortcut = stateModule("win_shortcut", {
  doc: "States of shortcuts on Windows, which this version does not serve.",
  available: onlyElsewhere("Shortcut state only available on Windows systems."),
  functions: {},
});
