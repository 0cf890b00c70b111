/**
 * The jobs of the job cache, and those at work.
 */
import type { MutableDict, Plain, RunnerContext, StoredJob, Value } from "@salt/core";
import { isTruthy, maybe, needed, pythonStr, runnerFn, runnerModule, SaltInvocationError } from "@salt/core";
import { activeJobs } from "./jobs-functions/active.js";
import { describeJob, jobDetails, jobRow, resultMap } from "./jobs-functions/format.js";
import type { JobSearch } from "./jobs-functions/search.js";
import { jobTest } from "./jobs-functions/search.js";

const jid = needed.any("The job's id.");
const ext_source = maybe.any(null, "Another job cache; only the master's own is served.");
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
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        return lookUp(pythonStr(args.jid), args, context);
      },
    }),
    list_job: runnerFn({
      doc: "Everything about one job: what it was, whom it was sent to, and what came back.",
      examples: ["salt-run jobs.list_job 20260101120000123456"],
      params: { jid, ext_source, display_progress },
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        return new Map<Value, Value>([
          ["jid", pythonStr(args.jid)],
          ...wholeJob(pythonStr(args.jid), context),
        ]);
      },
    }),
    print_job: runnerFn({
      doc: "Everything about one job, under its id.",
      examples: ["salt-run jobs.print_job 20260101120000123456"],
      params: { jid, ext_source },
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        return printJob(pythonStr(args.jid), context);
      },
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
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        const search = {
          metadata: args.search_metadata,
          fun: args.search_function,
          target: args.search_target,
          start: args.start_time,
          end: args.end_time,
        };
        const rows: MutableDict = new Map();
        for (const job of found(context, search)) rows.set(job.jid, jobRow(job));
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
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        const rows = newest(context, args.count, args.filter_find_job);
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
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        const search = {
          metadata: args.metadata,
          fun: args.function,
          target: args.target,
          start: null,
          end: null,
        };
        const last = found(context, search)
          .map((job) => job.jid)
          .sort()
          .at(-1);
        return last === undefined ? false : printJob(last, context);
      },
    }),
    exit_success: runnerFn({
      doc: "For each minion of a job, whether something came back that counts as true.",
      examples: ["salt-run jobs.exit_success 20260101120000123456"],
      params: { jid, ext_source },
      run: (args, context) => {
        refuseOtherSource(args.ext_source);
        const id = pythonStr(args.jid);
        const successes: MutableDict = new Map();
        for (const minion of [...(context.jobs.job(id)?.minions ?? [])].sort()) successes.set(minion, false);
        for (const one of context.jobs.returns(id)) {
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

function lookUp(
  id: string,
  { returned, missing }: { readonly returned: boolean; readonly missing: boolean },
  { jobs: cache }: RunnerContext,
): Plain {
  const returns = cache.returns(id);
  const shown: MutableDict = new Map();
  if (returned) for (const one of returns) shown.set(one.id, one.return);
  if (missing) {
    const answered = new Set(returns.map((one) => one.id));
    for (const minion of [...(cache.job(id)?.minions ?? [])].sort()) {
      if (!answered.has(minion)) shown.set(minion, "Minion did not return");
    }
  }
  return withOutputter(shown, returns[0]?.out ?? null);
}

function wholeJob(id: string, { jobs: cache }: RunnerContext): MutableDict {
  return jobDetails(id, cache.job(id)).set("Result", resultMap(cache.returns(id)));
}

function printJob(id: string, context: RunnerContext): Plain {
  return new Map([[id, wholeJob(id, context)]]);
}

function found({ jobs: cache }: RunnerContext, search: JobSearch): readonly StoredJob[] {
  const fits = jobTest(search);
  return [...cache.jobs()].filter(fits);
}

function newest({ jobs: cache }: RunnerContext, count: number, withoutFindJob: boolean): readonly Value[] {
  const wanted = [...cache.jobs()].filter(
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

function refuseOtherSource(source: Value): void {
  if (!isTruthy(source)) return;
  throw new SaltInvocationError(
    `ext_source: the job cache ${pythonStr(source)} is not served, only the master's own`,
  );
}
