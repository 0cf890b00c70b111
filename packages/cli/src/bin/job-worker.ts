/**
 * What a job process of the minion runs.
 */
import { runJobWorker } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";

runJobWorker(builtinPlugins);
