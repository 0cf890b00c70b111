/**
 * The jobs of the job cache, and those at work.
 */
import type { JobSource, MutableDict, Plain, RunnerContext, StoredJob, Value } from "@salt/core";
import { getString, isDict, isTruthy, maybe, needed, pythonStr, runnerFn, runnerModule } from "@salt/core";
import { activeJobs } from "./jobs-functions/active.js";
import { describeJob, jobDetails, jobRow, resultMap } from "./jobs-functions/format.js";
import type { JobSearch } from "./jobs-functions/search.js";
import { jobTest } from "./jobs-functions/search.js";

const jid = needed.any("The job's id.");
const ext_source = maybe.str(null, "A returner to read jobs from, or local_cache for the master's own.");
const outputter = maybe.str(null, "The outputter to print the list with.");
const display_progress = maybe.bool(false, "Tell what is being done.");

export const jobs = runnerModule("jobs", {
  doc: "The jobs of the job cache, and those at work.",
  functions: {
    active: runnerFn({
      doc: "Asks all minions for the jobs at work. For each job: what it is, who runs it, and who has returned.",
      examples: ["salt-run jobs.active"],
      params: { display_progress },
      run: (args, context) => activeJobs(context, args.display_progress),
    }),
    lookup_jid: runnerFn({
      doc: "The returns of a job by minion, printed as they would have been when it ran.",
      examples: [
        "salt-run jobs.lookup_jid 20260101120000123456",
        "salt-run jobs.lookup_jid 20260101120000123456 missing=True",
      ],
      params: {
        jid,
        ext_source,
        returned: maybe.bool(true, "Show what came back."),
        missing: maybe.bool(false, "Show the minions that have not returned."),
        display_progress,
      },
      run: (args, context) => lookUp(pythonStr(args.jid), args, context),
    }),
    list_job: runnerFn({
      doc: "Everything about one job: what it was, whom it was sent to, and what came back.",
      examples: ["salt-run jobs.list_job 20260101120000123456"],
      params: { jid, ext_source, display_progress },
      run: async (args, context) => {
        const id = pythonStr(args.jid);
        if (args.display_progress) tellSource(args.ext_source, context);
        return new Map<Value, Value>([["jid", id], ...(await wholeJob(id, args.ext_source, context))]);
      },
    }),
    print_job: runnerFn({
      doc: "Everything about one job, under its id.",
      examples: ["salt-run jobs.print_job 20260101120000123456"],
      params: { jid, ext_source },
      run: (args, context) => printJob(pythonStr(args.jid), args.ext_source, context),
    }),
    list_jobs: runnerFn({
      doc: "The jobs of the job cache, all or those that fit a search. Times are UTC.",
      examples: [
        "salt-run jobs.list_jobs",
        "salt-run jobs.list_jobs search_function='test.*,pkg.install' search_target='web*'",
        "salt-run jobs.list_jobs start_time='2026-01-01 12:00' end_time='2026-01-01 13:00'",
      ],
      params: {
        ext_source,
        outputter,
        search_metadata: maybe.any(null, "Entries of which one must be in the job's metadata."),
        search_function: maybe.any(null, "Functions, as globs."),
        search_target: maybe.any(null, "Targets, as globs."),
        start_time: maybe.any(null, "Jobs from this time on."),
        end_time: maybe.any(null, "Jobs up to this time."),
        display_progress,
      },
      run: async (args, context) => {
        if (args.display_progress) tellSource(args.ext_source, context);
        const search = {
          metadata: args.search_metadata,
          fun: args.search_function,
          target: args.search_target,
          start: args.start_time,
          end: args.end_time,
        };
        const rows: MutableDict = new Map();
        for (const job of await found(await jobsFrom(args.ext_source, context), search))
          rows.set(job.jid, jobRow(job));
        return withOutputter(rows, args.outputter);
      },
    }),
    list_jobs_filter: runnerFn({
      doc: "The newest jobs of the job cache as a list, without the questions for jobs that commands ask by themselves.",
      examples: [
        "salt-run jobs.list_jobs_filter 50",
        "salt-run jobs.list_jobs_filter 100 filter_find_job=False",
      ],
      params: {
        count: needed.int("How many jobs."),
        filter_find_job: maybe.bool(true, "Leave saltutil.find_job out."),
        ext_source,
        outputter,
        display_progress,
      },
      run: async (args, context) => {
        if (args.display_progress) tellSource(args.ext_source, context);
        const rows = await newest(await jobsFrom(args.ext_source, context), args.count, args.filter_find_job);
        return withOutputter(rows, args.outputter);
      },
    }),
    last_run: runnerFn({
      doc: "The newest job that fits a search, with its returns; false when there is none.",
      examples: ["salt-run jobs.last_run function=test.ping", "salt-run jobs.last_run target=web1"],
      params: {
        ext_source,
        outputter,
        metadata: maybe.any(null, "Entries of which one must be in the job's metadata."),
        function: maybe.any(null, "Functions, as globs."),
        target: maybe.any(null, "Targets, as globs."),
        display_progress,
      },
      run: async (args, context) => {
        if (args.display_progress) tellSource(args.ext_source, context);
        if (isTruthy(args.metadata) && !isDict(args.metadata)) return false;
        const search = {
          metadata: args.metadata,
          fun: args.function,
          target: args.target,
          start: null,
          end: null,
        };
        const last = (await found(await jobsFrom(args.ext_source, context), search))
          .map((job) => job.jid)
          .sort()
          .at(-1);
        return last === undefined ? false : await printJob(last, args.ext_source, context);
      },
    }),
    exit_success: runnerFn({
      doc: "For each minion of a job, whether something came back that counts as true.",
      examples: ["salt-run jobs.exit_success 20260101120000123456"],
      params: { jid, ext_source },
      run: async (args, context) => {
        const id = pythonStr(args.jid);
        const cache = await jobsFrom(args.ext_source, context);
        const successes: MutableDict = new Map();
        const { minions = [] } = (await cache.job(id)) ?? {};
        for (const minion of [...minions].sort()) successes.set(minion, false);
        for (const one of await cache.returns(id)) {
          if (isTruthy(one.return)) successes.set(one.id, true);
        }
        return successes;
      },
    }),
    master: runnerFn({
      doc: "The jobs that the master itself works on in processes of its own; there are none in this version.",
      examples: ["salt-run jobs.master"],
      run: () => [],
    }),
  },
});

interface LookUp {
  readonly ext_source: string | null;
  readonly returned: boolean;
  readonly missing: boolean;
  readonly display_progress: boolean;
}

/** Where to look: as in Salt, what the master's settings name first, then what was asked for. */
function jobsFrom(source: string | null, context: RunnerContext): Promise<JobSource> {
  const external = getString(context.opts, "ext_job_cache") ?? "";
  return external !== "" || source === null || source === "" ? context.jobs() : context.jobs(source);
}

function tellSource(source: string | null, context: RunnerContext): void {
  const external = getString(context.opts, "ext_job_cache") ?? "";
  const own = getString(context.opts, "master_job_cache") ?? "local_cache";
  context.progress({ message: `Querying returner: ${external || source || own}` });
}

async function lookUp(id: string, asked: LookUp, context: RunnerContext): Promise<Plain> {
  if (asked.display_progress) tellSource(asked.ext_source, context);
  const cache = await jobsFrom(asked.ext_source, context);
  const returns = await cache.returns(id);
  if (asked.display_progress) for (const one of returns) context.progress({ message: one.id });
  const shown: MutableDict = new Map();
  if (asked.returned) for (const one of returns) shown.set(one.id, one.return);
  if (asked.missing) {
    const answered = new Set(returns.map((one) => one.id));
    const { minions = [] } = (await cache.job(id)) ?? {};
    for (const minion of [...minions].sort()) {
      if (!answered.has(minion)) shown.set(minion, "Minion did not return");
    }
  }
  return withOutputter(shown, returns[0]?.out ?? null);
}

async function wholeJob(id: string, source: string | null, context: RunnerContext): Promise<MutableDict> {
  const cache = await jobsFrom(source, context);
  return jobDetails(id, await cache.job(id)).set("Result", resultMap(await cache.returns(id)));
}

async function printJob(id: string, source: string | null, context: RunnerContext): Promise<Plain> {
  return new Map([[id, await wholeJob(id, source, context)]]);
}

async function found(cache: JobSource, search: JobSearch): Promise<readonly StoredJob[]> {
  const fits = jobTest(search);
  return (await allJobs(cache)).filter(fits);
}

async function allJobs(cache: JobSource): Promise<readonly StoredJob[]> {
  const jobs: StoredJob[] = [];
  for await (const job of cache.jobs()) jobs.push(job);
  return jobs;
}

async function newest(cache: JobSource, count: number, withoutFindJob: boolean): Promise<readonly Value[]> {
  const wanted = (await allJobs(cache)).filter(
    ({ load }) => !withoutFindJob || load.get("fun") !== "saltutil.find_job",
  );
  const last = wanted.sort((a, b) => (a.jid < b.jid ? -1 : 1)).slice(count > 0 ? -count : wanted.length);
  return last.map((job) =>
    describeJob(job.load)
      .set("JID", job.jid)
      .set("StartTime", jobRow(job).get("StartTime") ?? ""),
  );
}

/** How a runner says with which outputter its data is to be printed. */
function withOutputter(data: Plain, name: string | null): Plain {
  return name === null || name === "" ? data : { outputter: name, data };
}
