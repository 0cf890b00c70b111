/**
 * The job process of test clusters: all built-in plugins.
 */
import { runJobWorker } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";

runJobWorker(builtinPlugins);
