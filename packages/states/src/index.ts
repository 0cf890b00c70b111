export { isGoodRun } from "./run/good-run.js";
export { tagOf } from "./run/low.js";
export { pauseFile, readPauses } from "./run/pause.js";
export type { Results } from "./run/run-chunks.js";
export { inRunOrder, runChunks, runSingle } from "./run/run-chunks.js";
export type { RunParts } from "./run/run-state.js";
