/**
 * Functions of `saltutil` for jobs at work and jobs that were.
 */
import type { ExecutionContext, Value } from "@salt/core";
import {
  fn,
  get,
  getString,
  isInt,
  matchGlob,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { clearOldJobs, readCachedJob } from "./job-cache.js";
import { signalNumber } from "./signals.js";

const jid = needed.any("The job's id.");
const TERMINATE = 15;
const KILL = 9;

/** `running`, `find_job`, `is_running`, `signal_job` and its kin, `find_cached_job`, `clear_job_cache`. */
export const jobFunctions = {
  running: fn({
    doc: "The jobs at work on the minion, each as it was published and with its process id.",
    examples: ["salt '*' saltutil.running"],
    control: true,
    run: (_args, { control }) => control.running(),
  }),
  find_job: fn({
    doc: "A job at work, as it was published and with its process id; an empty map when it is not at work here.",
    examples: ["salt '*' saltutil.find_job 20260101120000123456"],
    params: { jid },
    control: true,
    run: async (args, { control }) => {
      const wanted = pythonStr(args.jid);
      return (await control.running()).find((job) => pythonStr(get(job, "jid") ?? "") === wanted) ?? {};
    },
  }),
  is_running: fn({
    doc: "The jobs at work that run a function, or functions that a glob means.",
    examples: ["salt '*' saltutil.is_running 'state.*'"],
    params: { fun: needed.str("The function or glob.") },
    control: true,
    run: async ({ fun }, { control }) =>
      (await control.running()).filter((job) => matchGlob(fun, getString(job, "fun") ?? "")),
  }),
  signal_job: fn({
    doc: "Sends a signal to a job at work. Says what was done; nothing when the job is not at work here.",
    examples: ["salt '*' saltutil.signal_job 20260101120000123456 15"],
    params: { jid, sig: needed.any("The signal, as a number or by name.") },
    control: true,
    run: (args, { control }) => control.signalJob(pythonStr(args.jid), numberOf(args.sig)),
  }),
  term_job: fn({
    doc: "Asks a job at work to end (SIGTERM).",
    examples: ["salt '*' saltutil.term_job 20260101120000123456"],
    params: { jid },
    control: true,
    run: (args, { control }) => control.signalJob(pythonStr(args.jid), TERMINATE),
  }),
  kill_job: fn({
    doc: "Ends a job at work at once (SIGKILL), whatever it is doing.",
    examples: ["salt '*' saltutil.kill_job 20260101120000123456"],
    params: { jid },
    control: true,
    run: (args, { control }) => control.signalJob(pythonStr(args.jid), KILL),
  }),
  term_all_jobs: fn({
    doc: "Asks all jobs at work to end (SIGTERM). Says for each what was done.",
    examples: ["salt '*' saltutil.term_all_jobs"],
    control: true,
    run: (_args, context) => signalAll(context, TERMINATE),
  }),
  kill_all_jobs: fn({
    doc: "Ends all jobs at work at once (SIGKILL). Says for each what was done.",
    examples: ["salt '*' saltutil.kill_all_jobs"],
    control: true,
    run: (_args, context) => signalAll(context, KILL),
  }),
  find_cached_job: fn({
    doc: "The return of a job from the minion's own cache, which the option `cache_jobs` turns on.",
    examples: ["salt '*' saltutil.find_cached_job 20260101120000123456"],
    params: { jid },
    run: (args, { opts }) => readCachedJob(opts, pythonStr(args.jid)),
  }),
  clear_job_cache: fn({
    doc: "Deletes jobs of a certain age from the minion's own cache.",
    examples: ["salt '*' saltutil.clear_job_cache hours=12"],
    params: { hours: maybe.number(24, "Hours that a job must have been there.") },
    run: ({ hours }, { opts }) => clearOldJobs(opts, hours ?? 0, Date.now()),
  }),
};

async function signalAll({ control }: ExecutionContext, signal: number): Promise<readonly string[]> {
  const said: string[] = [];
  for (const job of await control.running()) {
    said.push(await control.signalJob(pythonStr(get(job, "jid") ?? ""), signal));
  }
  return said;
}

function numberOf(signal: Value): number {
  const number = isInt(signal) ? Number(signal) : signalNumber(pythonStr(signal));
  if (number !== undefined) return number;
  throw new SaltInvocationError(`sig: ${pythonStr(signal)} is no signal`);
}
