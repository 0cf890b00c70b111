/**
 * States of Apache's modules.
 */
import { stateModule } from "@salt/core";
import { apacheStates, canSwitch } from "./apache-functions/switch-states.js";

export const apacheModule = stateModule("apache_module", {
  doc: "States of Apache's modules.",
  available: (context) => canSwitch("mod", context),
  functions: { ...apacheStates("mod", "module") },
});
