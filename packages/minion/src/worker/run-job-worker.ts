/**
 * What a job process runs: takes jobs from the daemon one after another, and sees a job through when the daemon is gone.
 */
import type { PluginCatalog } from "@salt/core";
import type { OpenMasterHere } from "./job-worker.js";
import { JobWorker } from "./job-worker.js";
import { readToWorker } from "./messages.js";

/** Serves the daemon that forked this process; ends the process when there is nothing left to do. */
export function runJobWorker(plugins: PluginCatalog, masterHere?: OpenMasterHere): void {
  const worker = new JobWorker({
    plugins,
    ...(masterHere === undefined ? {} : { masterHere }),
    send: (message) =>
      new Promise((resolve) => {
        if (process.send === undefined || !process.connected) return resolve(false);
        process.send(message, undefined, undefined, (error) => resolve(error === null));
      }),
    end: () => process.exit(0),
  });
  process.on("message", (message) => void worker.take(readToWorker(message)));
  process.on("disconnect", () => worker.daemonGone());
  // By default the first would open a debugger; both are for the programs that the job runs.
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) process.on(signal, () => {});
  process.stderr.on("error", () => {}); // Its other end was the daemon.
}
