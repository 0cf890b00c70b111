export type { Caller, CallerOptions, CallOutcome } from "./caller/open-caller.js";
export { openCaller } from "./caller/open-caller.js";
export type { Minion, MinionOptions } from "./main.js";
export { startMinion } from "./main.js";
export { runJobWorker } from "./worker/run-job-worker.js";
