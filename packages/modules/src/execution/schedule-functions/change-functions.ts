/**
 * Functions that add, change and remove jobs of the schedule.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { dict, fn, isDict, isEqual, needed } from "@salt/core";
import { saveSchedule } from "@salt/schedule";
import type { Keywords } from "./build-item.js";
import { buildItem, timeConflict } from "./build-item.js";
import { listJobs } from "./list-jobs.js";
import { ask, changed, isKept, isOffline, isTest, jobIn } from "./report.js";

const name = needed.str("The job's name.");
const BOTH = 'Unable to use "when" and "cron" options together.  Ignoring.';
const UNITS = 'Error: Unable to use "seconds", "minutes", "hours", or "days" with "when"';

export const changeFunctions = {
  build_schedule_item: fn({
    doc: "Makes the data of a job out of keyword arguments.",
    examples: ["salt '*' schedule.build_schedule_item job1 function='test.ping' seconds=3600"],
    params: { name },
    varkw: "kwargs",
    run: ({ name }, _context, { kwargs }) => {
      if (name === "") return dict({ comment: "Job name is required.", result: false });
      const built = buildItem(name, kwargs);
      return "job" in built ? built.job : dict({ comment: built.fault, result: false });
    },
  }),
  add: fn({
    doc: "Adds a job to the schedule. `job_args` and `job_kwargs` are the arguments of its function.",
    examples: [
      "salt '*' schedule.add job1 function='test.ping' seconds=3600",
      "salt '*' schedule.add job2 function='cmd.run' job_args=\"['date >> /tmp/date.log']\" seconds=60",
    ],
    params: { name },
    varkw: "kwargs",
    run: ({ name }, context, { kwargs }) => add(name, kwargs, context),
  }),
  modify: fn({
    doc: "Changes a job of the schedule.",
    examples: ["salt '*' schedule.modify job1 function='test.ping' seconds=3600"],
    params: { name },
    varkw: "kwargs",
    run: ({ name }, context, { kwargs }) => modify(name, kwargs, context),
  }),
  delete: fn({
    doc: "Removes a job from the schedule.",
    examples: ["salt '*' schedule.delete job1"],
    params: { name },
    varkw: "kwargs",
    run: ({ name }, context, { kwargs }) => remove(name, kwargs, context),
  }),
  purge: fn({
    doc: "Removes all jobs from the schedule but Salt's own.",
    examples: ["salt '*' schedule.purge"],
    varkw: "kwargs",
    run: (_args, context, { kwargs }) => purge(kwargs, context),
  }),
};

async function add(name: string, kwargs: Keywords, context: ExecutionContext): Promise<Dict> {
  const current = await listJobs(context, { showAll: true, offline: isOffline(kwargs) });
  if (current.has(name)) return changed(`Job ${name} already exists in schedule.`, false);
  const conflict = timeConflict(kwargs);
  if (conflict === "units") return changed(`${UNITS} or "cron" options.`, false);
  if (conflict === "both") return changed(BOTH, false);
  const built = buildItem(name, kwargs);
  if ("fault" in built) return dict({ comment: built.fault, result: false });
  if (isTest(kwargs)) return changed(`Job: ${name} would be added to schedule.`, true);
  const isAdded = isOffline(kwargs)
    ? await store(context, current.set(name, built.job))
    : await isThere(context, name, {
        ...{ func: "add", name, schedule: new Map([[name, built.job]]), persist: isKept(kwargs) },
      });
  return isAdded
    ? changed(`Added job: ${name} to schedule.`, true, { [name]: "added" })
    : changed(`Failed to add job ${name} to schedule.`, false);
}

async function modify(name: string, kwargs: Keywords, context: ExecutionContext): Promise<Dict> {
  const answer = (comment: string, result: boolean, changes = {}): Dict => dict({ comment, changes, result });
  const conflict = timeConflict(kwargs);
  if (conflict === "units") return answer(`${UNITS} option.`, false);
  if (conflict === "both") return answer(BOTH, false);
  const current = await listJobs(context, { showAll: true, offline: isOffline(kwargs) });
  const old = current.get(name);
  if (!isDict(old)) return answer(`Job ${name} does not exist in schedule.`, false);
  const given = new Map(kwargs);
  if (!given.has("function")) given.set("function", old.get("function") ?? null);
  const built = buildItem(name, given);
  if ("fault" in built) return dict({ comment: built.fault, result: false });
  if (isEqual(built.job, old)) return answer(`Job ${name} in correct state`, true);
  const changes = { [name]: { old, new: built.job } };
  if (isTest(kwargs)) return answer(`Job: ${name} would be modified in schedule.`, true, changes);
  const isModified = isOffline(kwargs)
    ? await store(context, current.set(name, new Map([...old, ...built.job])))
    : await isThere(context, name, { func: "modify", name, schedule: built.job, persist: isKept(kwargs) });
  return isModified
    ? answer(`Modified job: ${name} in schedule.`, true, changes)
    : answer(`Failed to modify job ${name} in schedule.`, false, changes);
}

async function remove(name: string, kwargs: Keywords, context: ExecutionContext): Promise<Dict> {
  if (isTest(kwargs)) return changed(`Job: ${name} would be deleted from schedule.`, true);
  const current = await listJobs(context, { showAll: true, offline: isOffline(kwargs) });
  if (!current.has(name)) return changed(`Job ${name} does not exist.`, false);
  const isGone = isOffline(kwargs)
    ? current.delete(name) && (await store(context, current))
    : await isAbsent(context, name, kwargs);
  return isGone
    ? changed(`Deleted Job ${name} from schedule.`, true, { [name]: "removed" })
    : changed(`Failed to delete job ${name} from schedule.`, false);
}

async function purge(kwargs: Keywords, context: ExecutionContext): Promise<Dict> {
  const current = await listJobs(context, { showAll: true, offline: isOffline(kwargs) });
  const names = [...current.keys()]
    .map(String)
    .filter((name) => isDict(current.get(name)) && !name.startsWith("__"));
  const comment: string[] = [];
  const changes: MutableDict = new Map();
  for (const name of names) {
    if (isTest(kwargs)) comment.push(`Job: ${name} would be deleted from schedule.`);
    else if (isOffline(kwargs) ? current.delete(name) : await isAbsent(context, name, kwargs)) {
      comment.push(`Deleted job: ${name} from schedule.`);
      changes.set(name, "removed");
    } else comment.push(`Failed to delete job ${name} from schedule.`);
  }
  if (isOffline(kwargs) && !isTest(kwargs)) await store(context, current);
  return dict({ comment, changes, result: true });
}

async function isThere(
  context: ExecutionContext,
  name: string,
  request: { readonly [key: string]: Value },
): Promise<boolean> {
  return jobIn(await ask(context, request), name) !== undefined;
}

async function isAbsent(context: ExecutionContext, name: string, kwargs: Keywords): Promise<boolean> {
  const left = await ask(context, { func: "delete", name, persist: isKept(kwargs) });
  return left !== undefined && !left.has(name);
}

/** Writes the file for a minion that does not run. */
async function store(context: ExecutionContext, schedule: Dict): Promise<true> {
  await saveSchedule(context.opts, schedule);
  return true;
}
