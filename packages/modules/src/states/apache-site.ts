/**
 * States of Apache's sites.
 */
import { stateModule } from "@salt/core";
import { apacheStates, canSwitch } from "./apache-functions/switch-states.js";

export const apacheSite = stateModule("apache_site", {
  doc: "States of Apache's sites.",
  available: (context) => canSwitch("site", context),
  functions: { ...apacheStates("site", "site") },
});
