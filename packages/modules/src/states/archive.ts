/**
 * States of archives.
 */
import { stateModule } from "@salt/core";
import { extractedStates } from "./archive-functions/extracted.js";

export const archive = stateModule("archive", {
  doc: "States of archives: unpacked where they are not yet.",
  functions: extractedStates,
});
