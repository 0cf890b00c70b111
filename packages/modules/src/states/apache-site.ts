/**
 * States of Apache's sites.
 */
import { apacheStates } from "./apache-functions/switch-states.js";

export const apacheSite = apacheStates("site", "site", "States of Apache's sites.");
