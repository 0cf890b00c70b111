/**
 * What a job process of the minion runs.
 */
import { runJobWorker } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";
import { LocalMaster } from "../commands/local-master.js";

runJobWorker(builtinPlugins, (log, signal) => new LocalMaster(builtinPlugins, log, signal));
