/**
 * Jobs that run once, later: the queue of at(1).
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { dict, executionModule, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { splitLines } from "../text/lines.js";
import type { WaitingJob } from "./at-functions/queue.js";
import { jobList, printed, twoDigits, waitingJobs } from "./at-functions/queue.js";
import { findProgram } from "./cmd/programs.js";
import { plainName, plainValue } from "./program/run-program.js";

/** What `jobcheck` compares, and how the value that is asked for is written in a job. */
const CONDITIONS: Readonly<Record<string, (job: WaitingJob, wanted: Value) => boolean>> = {
  runas: (job, wanted) => job.user === wanted,
  tag: (job, wanted) => job.tag === wanted,
  hour: (job, wanted) => job.time.split(":")[0] === padded(wanted),
  minute: (job, wanted) => job.time.split(":")[1] === padded(wanted),
  day: (job, wanted) => job.date.split("-")[2] === padded(wanted),
  month: (job, wanted) => job.date.split("-")[1] === padded(wanted),
  year: (job, wanted) => {
    const text = pythonStr(wanted);
    // A year of four digits that YAML read as a number never matches in Salt; here it does.
    return job.date.split("-")[0] === (text.length === 2 ? `20${text}` : text);
  },
};

export const at = executionModule("at", {
  doc: "Jobs that run once, later: the queue of at(1).",
  available: () =>
    findProgram("at") === undefined ? "The at module could not be loaded: at command not found" : true,
  functions: {
    atq: fn({
      doc: "The jobs that wait or run; just those with a tag or a number where one is given.",
      examples: ["salt '*' at.atq", "salt '*' at.atq nightly", "salt '*' at.atq 12"],
      params: { tag: maybe.any(null, "A tag, or the number of a job.") },
      run: async (args, context) => jobList(await waitingJobs(args.tag, context)),
    }),
    atrm: fn({
      doc: "Removes jobs: by their numbers, all, or all with a tag.",
      examples: ["salt '*' at.atrm 3 4", "salt '*' at.atrm all", "salt '*' at.atrm all nightly"],
      varargs: "args",
      run: (_args, context, { args }) => remove(args.map(pythonStr), context),
    }),
    at: fn({
      doc: "Adds a job: the time as at(1) takes it, then the command. Answers the job.",
      examples: [
        "salt '*' at.at 12:05am /sbin/reboot tag=reboot",
        "salt '*' at.at '3:05am +3 days' bin/myscript tag=nightly runas=jim",
      ],
      varargs: "args",
      varkw: "kwargs",
      run: (_args, context, { args, kwargs }) => add(args, kwargs, context),
    }),
    atc: fn({
      doc: "The script that a job will run.",
      examples: ["salt '*' at.atc 3"],
      params: { jobid: needed.any("The number of the job.") },
      run: async (args, context) => {
        const script = await printed(["at", "-c", plainName(args.jobid, "jobid")], context);
        return script === "" ? { error: `invalid job id '${pythonStr(args.jobid)}'` } : script;
      },
    }),
    jobcheck: fn({
      doc: "The jobs that meet all conditions: hour, minute, day, month, year, tag, runas.",
      examples: ["salt '*' at.jobcheck runas=jam day=13", "salt '*' at.jobcheck day=13 month=12 year=26"],
      varkw: "kwargs",
      run: async (_args, context, { kwargs }): Promise<Plain> => {
        if (kwargs.size === 0) return { error: "You have given a condition" };
        const waiting = await waitingJobs(null, context);
        const found = waiting.filter((job) => isMatch(job, kwargs));
        if (found.length > 0 || waiting.length === 0) return jobList(found);
        return dict({ jobs: [], note: "No match jobs or time format error" });
      },
    }),
  },
});

function isMatch(job: WaitingJob, wanted: ReadonlyMap<string, Value>): boolean {
  return Object.entries(CONDITIONS).every(([name, fits]) => {
    const value = wanted.get(name) ?? null;
    return !isTruthy(value) || fits(job, value);
  });
}

function padded(value: Value): string {
  return twoDigits(Number(pythonStr(value)));
}

async function remove(words: readonly string[], context: ExecutionContext): Promise<Plain> {
  const [first, tag = null] = words;
  if (first === undefined) return { jobs: { removed: [], tag: null } };
  const isAll = first === "all";
  const waiting = await waitingJobs(isAll ? tag : null, context);
  const ids = waiting.map((job) => String(job.job)).filter((id) => isAll || words.includes(id));
  // One by one word: Salt gives several numbers as one word, of which at(1) only reads the first.
  if (ids.length > 0) await printed(["at", "-d", ...ids], context);
  return { jobs: { removed: ids, tag: isAll ? tag : null } };
}

async function add(
  words: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Plain> {
  const [time, ...command] = words;
  if (time === undefined || command.length === 0) return { jobs: [] };
  const job = command.map(pythonStr).join(" ");
  const tag = kwargs.has("tag") ? `### SALT: ${plainValue(kwargs.get("tag") ?? null, "tag")}\n` : "";
  const runas = kwargs.get("runas") ?? null;
  const output = pythonStr(
    await context.call("cmd.run", [[findProgram("at") ?? "at", plainName(time, "timespec")]], {
      stdin: `${tag}${job}\n`,
      python_shell: false,
      ...(isTruthy(runas) ? { runas } : {}),
    }),
  );
  if (output.endsWith("Garbled time")) return { jobs: [], error: "invalid timespec" };
  const id = splitLines(output)
    .map((line) => /^job (\d+)/.exec(line)?.[1])
    .find((one) => one !== undefined);
  if (id === undefined) return { jobs: [], error: output };
  return jobList(await waitingJobs(Number(id), context));
}
