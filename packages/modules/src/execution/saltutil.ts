/**
 * placeholder for integration
 */
import { executionModule, fn, getString, needed } from "@salt/core";

export const saltutil = executionModule("saltutil", {
  doc: "The minion itself.",
  functions: {
    running: fn({ doc: "Jobs at work.", examples: ["salt '*' saltutil.running"], control: true, run: (_a, context) => context.control.running() }),
    find_job: fn({
      doc: "A job at work.",
      examples: ["salt '*' saltutil.find_job JID"],
      params: { jid: needed.str("The job.") },
      control: true,
      run: async ({ jid }, context) => (await context.control.running()).find((job) => getString(job, "jid") === jid) ?? {},
    }),
    kill_job: fn({
      doc: "Kill a job.",
      examples: ["salt '*' saltutil.kill_job JID"],
      params: { jid: needed.str("The job.") },
      control: true,
      run: ({ jid }, context) => context.control.signalJob(jid, 9),
    }),
  },
});
