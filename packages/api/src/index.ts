export type { ApiOptions, RunningApi } from "./start.js";
export { startApi } from "./start.js";
