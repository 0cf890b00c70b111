/**
 * States of Apache's configurations.
 */
import { stateModule } from "@salt/core";
import { apacheStates, canSwitch } from "./apache-functions/switch-states.js";

export const apacheConf = stateModule("apache_conf", {
  doc: "States of Apache's configurations.",
  available: (context) => canSwitch("conf", context),
  functions: { ...apacheStates("conf", "conf") },
});
