export type { Caller, CallerOptions, CallOutcome } from "./caller/caller.js";
export { openCaller } from "./caller/open-caller.js";
export { startMinion } from "./main.js";
export type { Minion, MinionOptions } from "./minion.js";
export { runJobWorker } from "./worker/run-job-worker.js";
