/**
 * States of Apache's modules.
 */
import { apacheStates } from "./apache-functions/switch-states.js";

export const apacheModule = apacheStates("mod", "module", "States of Apache's modules.");
