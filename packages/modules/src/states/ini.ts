/**
 * States of files with sections of options.
 */
import { stateModule } from "@salt/core";
import { absentStates } from "./ini-functions/absent.js";
import { presentStates } from "./ini-functions/present.js";

export const ini = stateModule("ini_manage", {
  doc: "States of files with sections of options.",
  virtualName: "ini",
  functions: { ...presentStates, ...absentStates },
});
