/**
 * What the processes of a test's master run that compile pillars.
 */
import { runPillarWorker } from "@salt/master";
import { builtinPlugins } from "@salt/modules";

runPillarWorker(builtinPlugins);
