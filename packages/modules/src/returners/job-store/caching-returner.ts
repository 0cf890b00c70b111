/**
 * Returners that keep jobs: beside taking returns, they can be asked for them by `ret.get_jid` and its like.
 */
import type {
  Dict,
  ExecutionContext,
  JobCachePart,
  JobSource,
  MutableDict,
  ReturnerModule,
  StoredReturn,
  Value,
} from "@salt/core";
import { fn, getString, jidToTime, needed, returnerModule } from "@salt/core";
import { describeJob } from "../../runners/jobs-functions/format.js";

/** Writes down a returner that keeps jobs. */
export function cachingReturner(
  name: string,
  module: Parameters<typeof returnerModule>[1] & { readonly jobCache: JobCachePart },
): ReturnerModule {
  return returnerModule(name, { ...module, functions: readFunctions(module.jobCache) });
}

const jid = needed.str("The job's id.");

/** Salt's functions for reading. */
function readFunctions(cache: JobCachePart) {
  return {
    get_load: fn({
      doc: "The publish request of a job; an empty map when there is none.",
      params: { jid },
      run: (args, context) =>
        withJobs(cache, context, async (jobs) => (await jobs.job(args.jid))?.load ?? new Map()),
    }),
    get_jid: fn({
      doc: "The returns of a job, by minion.",
      params: { jid },
      run: (args, context) =>
        withJobs(cache, context, async (jobs) => byMinion(await jobs.returns(args.jid), args.jid)),
    }),
    get_jids: fn({
      doc: "All jobs, by id.",
      run: (_args, context) => withJobs(cache, context, allJobs),
    }),
    get_fun: fn({
      doc: "The last return of a function, by minion.",
      params: { fun: needed.str("The function.") },
      run: ({ fun }, context) => withJobs(cache, context, (jobs) => lastReturns(jobs, fun)),
    }),
    get_minions: fn({
      doc: "The minions that have returned something.",
      run: (_args, context) => withJobs(cache, context, allMinions),
    }),
  };
}

async function withJobs<T>(
  cache: JobCachePart,
  context: ExecutionContext,
  read: (jobs: JobSource) => Promise<T>,
): Promise<T> {
  const { opts, log, signal } = context;
  const jobs = await cache.open({ opts, log, signal, minion: context });
  try {
    return await read(jobs);
  } finally {
    await jobs.close?.();
  }
}

async function allJobs(jobs: JobSource): Promise<Dict> {
  const all: MutableDict = new Map<Value, Value>();
  for await (const job of jobs.jobs())
    all.set(job.jid, describeJob(job.load).set("StartTime", jidToTime(job.jid)));
  return all;
}

async function lastReturns(jobs: JobSource, fun: string): Promise<Dict> {
  const last: MutableDict = new Map<Value, Value>();
  for await (const job of jobs.jobs()) {
    if (getString(job.load, "fun") !== fun) continue;
    for (const [id, answer] of byMinion(await jobs.returns(job.jid), job.jid)) last.set(id, answer);
  }
  return last;
}

async function allMinions(jobs: JobSource): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const job of jobs.jobs()) for (const { id } of await jobs.returns(job.jid)) ids.add(id);
  return [...ids].sort();
}

function byMinion(returns: readonly StoredReturn[], jobId: string): Dict {
  return new Map<Value, Value>(
    returns.map(({ id, return: value, retcode, success }) => [
      id,
      new Map<Value, Value>([
        ["return", value],
        ["retcode", retcode],
        ["success", success],
        ["id", id],
        ["jid", jobId],
      ]),
    ]),
  );
}
