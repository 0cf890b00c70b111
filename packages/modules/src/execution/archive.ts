/**
 * Archives: packing, unpacking and looking into them.
 */
import { executionModule } from "@salt/core";
import { listFunctions } from "./archive-functions/list-functions.js";
import { programFunctions } from "./archive-functions/program-functions.js";
import { zipFunctions } from "./archive-functions/zip-functions.js";

export const archive = executionModule("archive", {
  doc: "Archives: packing, unpacking and looking into them.",
  functions: { ...listFunctions, ...programFunctions, ...zipFunctions },
});
