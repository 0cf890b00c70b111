/**
 * States of jobs that run once, later.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  get,
  isDict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { idsOf } from "../execution/at-functions/queue.js";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The job, where `job` does not say it.");
const wish = {
  name,
  timespec: needed.any("When, as at(1) takes it."),
  tag: maybe.any(null, "A word to find the job by."),
  user: maybe.any(null, "The account to run as."),
  job: maybe.any(null, "The command; the name when not given."),
  unique_tag: maybe.bool(false, "Add nothing when a job with the tag is there."),
} as const;

interface Wish {
  readonly name: string;
  readonly timespec: Value;
  readonly tag: Value;
  readonly user: Value;
  readonly job: Value;
  readonly unique_tag: boolean;
}

export const at = stateModule("at", {
  doc: "States of jobs that run once, later.",
  functions: {
    present: stateFn({
      doc: "Adds a job; each run adds one more unless `unique_tag` is set.",
      params: wish,
      run: (args, context) => present(args, context),
    }),
    absent: stateFn({
      doc: "Removes jobs: one by its number, those that meet conditions, or all.",
      params: { name, jobid: maybe.any(null, "The number of one job.") },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => absent(args.name, args.jobid, kwargs, context),
    }),
    watch: stateFn({
      doc: "Adds a job when something that it watches has changed.",
      params: wish,
      run: (args) => unchanged(args.name, ""),
    }),
    mod_watch: stateFn({
      doc: "Adds the job of `at.watch`.",
      params: { ...wish, timespec: maybe.any(null, "When.") },
      varkw: "kwargs",
      run: (args, context, { kwargs }) =>
        kwargs.get("sfun") === "watch" ? present(args, context) : failed(args.name, ""),
    }),
  },
});

async function present(args: Wish, context: ExecutionContext): Promise<StateAnswer> {
  const job = isTruthy(args.job) ? pythonStr(args.job) : args.name;
  const time = pythonStr(args.timespec);
  if (isTrial(context)) return pending(args.name, `job ${job} added and will run on ${time}`);
  if (args.unique_tag) {
    if (!isTruthy(args.tag)) return failed(args.name, "no tag provided and unique_tag is set to True");
    const there = await context.call("at.jobcheck", [], { tag: args.tag });
    if (idsOf(there).length > 0)
      return unchanged(args.name, `atleast one job with tag ${pythonStr(args.tag)} exists.`);
  }
  const runas = isTruthy(args.user) ? pythonStr(args.user) : undefined;
  if (runas !== undefined && !isTruthy(await context.call("user.info", [runas])))
    return failed(args.name, `user ${runas} does not exists`);
  const told = await context.call("at.at", [args.timespec, job], {
    tag: args.tag,
    ...(runas === undefined ? {} : { runas }),
  });
  const jobs = get(told, "jobs");
  const first = isList(jobs) ? (jobs[0] ?? null) : null;
  const fault = get(told, "error");
  const changes = isDict(first) ? first : {};
  if (fault !== undefined) return failed(args.name, pythonStr(fault), changes);
  const who = runas === undefined ? "" : ` as ${runas}`;
  return changed(args.name, `job ${job} added and will run${who} on ${time}`, changes);
}

async function absent(
  name: string,
  jobid: Value,
  conditions: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer> {
  if (conditions.has("limit")) return failed(name, `limit parameter not supported ${name}`);
  if (isTrial(context)) return pending(name, "removed ? job(s)");
  if (isTruthy(jobid)) return await absentById(name, jobid, context);
  const filter = Object.fromEntries(conditions);
  const words = conditions.size === 0 ? ["all"] : idsOf(await context.call("at.jobcheck", [], filter));
  const removed = removedOf(await context.call("at.atrm", words));
  const comment = `removed ${removed.length} job(s)`;
  return answer(name, true, comment, removed.length === 0 ? {} : { removed });
}

async function absentById(name: string, jobid: Value, context: ExecutionContext): Promise<StateAnswer> {
  const id = pythonStr(jobid);
  const there = idsOf(await context.call("at.atq", [jobid]));
  if (there.length === 0) return unchanged(name, `job with id ${id} not present`);
  if (there.length > 1) return failed(name, `more than one job was return for job with id ${id}`);
  const removed = removedOf(await context.call("at.atrm", [jobid]));
  // Salt looks for a number among texts and calls every removal a failure; here it counts as what it is.
  const isGone = removed.map(pythonStr).includes(id);
  const comment = isGone ? `job with id ${id} was removed` : `failed to remove job with id ${id}`;
  return answer(name, isGone, comment, { removed });
}

function removedOf(told: Value): readonly Value[] {
  const removed = get(get(told, "jobs") ?? null, "removed");
  return isList(removed) ? removed : [];
}
