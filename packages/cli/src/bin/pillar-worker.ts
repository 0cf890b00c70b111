/**
 * What a process runs that compiles pillars for the master.
 */
import { runPillarWorker } from "@salt/master";
import { builtinPlugins } from "@salt/modules";
import { LocalMaster } from "../commands/local-master.js";

runPillarWorker(builtinPlugins, (log, signal) => new LocalMaster(builtinPlugins, log, signal));
