/**
 * The minion's schedule: jobs that it gives itself.
 */
import { dict, executionModule, fn, getDict, maybe, needed } from "@salt/core";
import { changeFunctions } from "./schedule-functions/change-functions.js";
import { listJobs, listText } from "./schedule-functions/list-jobs.js";
import { switchFunctions } from "./schedule-functions/switch-functions.js";
import { transferFunctions } from "./schedule-functions/transfer-functions.js";

export const schedule = executionModule("schedule", {
  doc: "The minion's schedule: jobs that it gives itself, of its configuration and its pillar.",
  functions: {
    list: fn({
      doc: "The jobs of the schedule, as YAML or as data.",
      examples: ["salt '*' schedule.list", "salt '*' schedule.list show_all=True return_yaml=False"],
      params: {
        show_all: maybe.bool(false, "Salt's own jobs too, whose names begin with two underscores."),
        show_disabled: maybe.bool(true, "Jobs that are switched off too."),
        where: maybe.str(null, "Only those of the configuration (`opts`) or of the `pillar`."),
        return_yaml: maybe.bool(true, "As text, which says of each job whether it is kept over a restart."),
        offline: maybe.bool(false, "Only those of the file, without asking the minion."),
      },
      run: async ({ show_all, show_disabled, where, return_yaml, offline }, context) => {
        const options = { showAll: show_all, hidesDisabled: !show_disabled, where, offline };
        return return_yaml ? await listText(context, options) : await listJobs(context, options);
      },
    }),
    is_enabled: fn({
      doc: "A job when there is one of the name; without a name, whether the schedule is on.",
      examples: ["salt '*' schedule.is_enabled name=job_name", "salt '*' schedule.is_enabled"],
      params: { name: maybe.str(null, "The job's name.") },
      run: async ({ name }, context) => {
        const jobs = await listJobs(context);
        return name === null || name === "" ? (jobs.get("enabled") ?? true) : (jobs.get(name) ?? new Map());
      },
    }),
    show_next_fire_time: fn({
      doc: "When a job runs next.",
      examples: ["salt '*' schedule.show_next_fire_time job_name"],
      params: { name: needed.str("The job's name.") },
      varkw: "kwargs",
      run: async ({ name }, { control }) => {
        const answer = await control.schedule(dict({ func: "get_next_fire_time", name }));
        return answer === undefined
          ? dict({ result: true, comment: "next fire time not available." })
          : dict({ result: true, next_fire_time: answer.get("next_fire_time") ?? null });
      },
    }),
    job_status: fn({
      doc: "A job, when it ran last, when it runs next, and why it was passed over.",
      examples: ["salt '*' schedule.job_status job_name"],
      params: {
        name: needed.str("The job's name."),
        time_fmt: maybe.str("%Y-%m-%dT%H:%M:%S", "How its times are written."),
      },
      run: async ({ name, time_fmt }, { control }) => {
        const answer = await control.schedule(dict({ func: "job_status", name, time_fmt }));
        return getDict(answer ?? new Map(), "data") ?? new Map();
      },
    }),
    ...changeFunctions,
    ...switchFunctions,
    ...transferFunctions,
  },
});
