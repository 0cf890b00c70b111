/**
 * Functions that switch jobs on and off, and run, move or skip them.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { dict, fn, getDict, getString, isTruthy, maybe, needed, strptime } from "@salt/core";
import { savedSchedule } from "@salt/schedule";
import type { Keywords } from "./build-item.js";
import { listJobs } from "./list-jobs.js";
import { ask, isKept, isTest, jobIn, told } from "./report.js";

const name = needed.str("The job's name.");
const TIME_FORMAT = "%Y-%m-%dT%H:%M:%S";
const current_time = needed.str("The time at which it would run.");

export const switchFunctions = {
  enable: switchAll(true),
  disable: switchAll(false),
  enable_job: switchJob(true),
  disable_job: switchJob(false),
  run_job: fn({
    doc: "Runs a job of the schedule now.",
    examples: ["salt '*' schedule.run_job job1", "salt '*' schedule.run_job job1 force=True"],
    params: { name, force: maybe.bool(false, "Also when it is disabled.") },
    run: async ({ name, force }, context) => {
      const job = jobIn(await listJobs(context, { showAll: true }), name);
      if (job === undefined) return told(`Job ${name} does not exist.`, false);
      if (job.get("enabled") === false && !force) return told(`Job ${name} is disabled.`);
      const answer = await context.control.schedule(dict({ func: "run_job", name }));
      return answer === undefined
        ? told(`Failed to run job ${name} on minion.`, false)
        : told(`Scheduling Job ${name} on minion.`);
    },
  }),
  postpone_job: fn({
    doc: "Moves one run of a job to another time.",
    examples: ["salt '*' schedule.postpone_job job1 2026-12-24T18:00:00 2026-12-27T18:00:00"],
    params: { name, current_time, new_time: needed.str("The time at which it is to run instead.") },
    varkw: "kwargs",
    run: async ({ name, current_time, new_time }, context, { kwargs }) => {
      const time_fmt = getString(kwargs, "time_fmt") ?? TIME_FORMAT;
      if (!areTimes([current_time, new_time], time_fmt))
        return told("Date string could not be parsed.", false);
      if (isTrialOf(context, kwargs)) return told(`Job: ${name} would be postponed in schedule.`);
      if (!(await exists(context, name))) return told(`Job ${name} does not exist.`, false);
      const times = { time: current_time, new_time, time_fmt };
      const schedule = await ask(context, { func: "postpone_job", name, ...times });
      return isOn(schedule, name)
        ? told(`Postponed Job ${name} in schedule.`)
        : told(`Failed to postpone job ${name} in schedule.`, false);
    },
  }),
  skip_job: fn({
    doc: "Leaves out one run of a job.",
    examples: ["salt '*' schedule.skip_job job1 2026-12-24T18:00:00"],
    params: { name, current_time },
    varkw: "kwargs",
    run: async ({ name, current_time }, context, { kwargs }) => {
      const time_fmt = getString(kwargs, "time_fmt") ?? TIME_FORMAT;
      if (!areTimes([current_time], time_fmt)) return told("Date string could not be parsed.", false);
      if (isTrialOf(context, kwargs)) return told(`Job: ${name} would be skipped in schedule.`);
      if (!(await exists(context, name))) return told(`Job ${name} does not exist.`, false);
      const schedule = await ask(context, { func: "skip_job", name, time: current_time, time_fmt });
      return isOn(schedule, name)
        ? told(`Added Skip Job ${name} in schedule.`)
        : told(`Failed to skip job ${name} in schedule.`, false);
    },
  }),
  save: fn({
    doc: "Keeps the jobs of the schedule over a restart.",
    examples: ["salt '*' schedule.save"],
    varkw: "kwargs",
    run: async (_args, context, { kwargs }) => {
      if (isTest(kwargs)) return told("Schedule would be saved.");
      const answer = await context.control.schedule(dict({ func: "save_schedule" }));
      return answer === undefined
        ? told("Failed to save schedule.", false)
        : told("Schedule (non-pillar items) saved.");
    },
  }),
  reload: fn({
    doc: "Takes up the jobs that are kept in the file, and those of a fresh pillar.",
    examples: ["salt '*' schedule.reload"],
    run: (_args, context) => reload(context),
  }),
};

function switchAll(isOnNow: boolean) {
  const word = isOnNow ? "enable" : "disable";
  return fn({
    doc: `Makes the minion ${isOnNow ? "run its schedule" : "leave its whole schedule alone"}.`,
    examples: [`salt '*' schedule.${word}`],
    varkw: "kwargs",
    run: async (_args, context, { kwargs }) => {
      if (isTest(kwargs)) return dict({ comment: `Schedule would be ${word}d.`, changes: {}, result: true });
      const schedule = await ask(context, { func: word, persist: isKept(kwargs) });
      const done = schedule?.get("enabled") === isOnNow;
      const title = isOnNow ? "Enabled" : "Disabled";
      return done
        ? dict({ comment: `${title} schedule on minion.`, changes: { schedule: `${word}d` }, result: true })
        : dict({ comment: `Failed to ${word} schedule on minion.`, changes: {}, result: false });
    },
  });
}

function switchJob(isOnNow: boolean) {
  const word = isOnNow ? "enable" : "disable";
  return fn({
    doc: `Switches a job of the schedule ${isOnNow ? "on" : "off"}.`,
    examples: [`salt '*' schedule.${word}_job job1`],
    params: { name },
    varkw: "kwargs",
    run: async ({ name }, context, { kwargs }) => {
      const answer = (comment: string, result: boolean, changes = {}): Dict =>
        dict({ comment, result, changes });
      if (isTrialOf(context, kwargs)) return answer(`Job: ${name} would be ${word}d in schedule.`, true);
      if (!(await exists(context, name))) return answer(`Job ${name} does not exist.`, false);
      const schedule = await ask(context, { func: `${word}_job`, name, persist: isKept(kwargs) });
      const done = (jobIn(schedule, name)?.get("enabled") !== false) === isOnNow && schedule !== undefined;
      const title = isOnNow ? "Enabled" : "Disabled";
      return done
        ? answer(`${title} Job ${name} in schedule.`, true, { [name]: `${word}d` })
        : answer(`Failed to ${word} job ${name} in schedule.`, false);
    },
  });
}

async function reload(context: ExecutionContext): Promise<Dict> {
  const comment: string[] = [];
  if (context.pillar.has("schedule")) {
    const isFresh = await context.control.refreshPillar();
    comment.push(
      isFresh
        ? "Reloaded schedule from pillar on minion."
        : "Failed to reload schedule from pillar on minion.",
    );
  }
  const schedule = await savedSchedule(context.opts);
  if (schedule.size > 0) {
    const answer = await context.control.schedule(dict({ func: "reload", schedule }));
    const what = "schedule on minion from schedule.conf.";
    comment.push(answer === undefined ? `Failed to reload ${what}` : `Reloaded ${what}`);
  }
  return told(comment, !comment.some((line) => line.startsWith("Failed")));
}

async function exists(context: ExecutionContext, name: string): Promise<boolean> {
  return jobIn(await listJobs(context, { showAll: true }), name) !== undefined;
}

function isTrialOf(context: ExecutionContext, kwargs: Keywords): boolean {
  return isTest(kwargs) || isTruthy(context.opts.get("test") ?? null);
}

function areTimes(times: readonly string[], format: string): boolean {
  return times.every((time) => strptime(time, format) !== undefined);
}

function isOn(schedule: Dict | undefined, name: string): boolean {
  const job = getDict(schedule ?? new Map(), name);
  return job !== undefined && job.get("enabled") !== false;
}
