/**
 * The program that job processes of tests run. Not exported.
 */
import { runJobWorker } from "../worker/run-job-worker.js";
import { testPlugins } from "./plugins.js";

runJobWorker(testPlugins);
