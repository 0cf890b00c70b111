/**
 * What a process runs that compiles pillars for the master.
 */
import { runPillarWorker } from "@salt/master";
import { builtinPlugins } from "@salt/modules";

runPillarWorker(builtinPlugins);
