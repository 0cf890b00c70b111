/**
 * The option `startup_states`: states that a minion applies once, when it is up for the first time.
 */
import type { JidSource, Job, MinionConfig } from "@salt/core";
import { ownJob } from "./own-job.js";

/** The options that say what is applied. */
export type StartupConfig = Pick<MinionConfig, "startup_states" | "sls_list" | "top_file">;

/** What the return calls the job; the schedule has none of the name. */
const STARTUP_JOB = "__startup_states";

/** The job; undefined when nothing is to be applied. Any word but `sls` and `top` means the highstate, as in Salt. */
export function startupJob(id: string, config: StartupConfig, jids: JidSource): Job | undefined {
  if (config.startup_states === "") return undefined;
  const about = {
    schedule: STARTUP_JOB,
    returners: [],
    returnJob: true,
    kwargs: new Map(),
    extra: new Map(),
  };
  return ownJob(id, { ...about, ...callOf(config) }, jids);
}

function callOf({ startup_states, sls_list, top_file }: StartupConfig) {
  if (startup_states === "sls") return { fun: "state.sls", args: [sls_list] };
  if (startup_states === "top") return { fun: "state.top", args: [top_file] };
  return { fun: "state.highstate", args: [] };
}
