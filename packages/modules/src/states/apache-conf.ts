/**
 * States of Apache's configurations.
 */
import { apacheStates } from "./apache-functions/switch-states.js";

export const apacheConf = apacheStates("conf", "conf", "States of Apache's configurations.");
