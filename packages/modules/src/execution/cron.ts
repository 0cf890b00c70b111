/**
 * Jobs that cron runs for accounts.
 */
import { randomInt } from "node:crypto";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import type { CronJob, CronTable } from "./cron-functions/crontab.js";
import { jobMap, parseTable, TIME_FIELDS, tableText } from "./cron-functions/crontab.js";
import { withContents } from "./file-functions/file-meta.js";
import type { ProgramResult } from "./program/run-program.js";
import { plainName, plainValue, runProgram } from "./program/run-program.js";

const user = needed.any("The account.");
const path = needed.str("The file.");
const cmd = needed.any("The command.");
const identifier = maybe.any(null, "A name for the job, so that its command can be changed.");
const comment = maybe.any(null, "A comment for the line above the job.");
const commented = maybe.bool(false, "Write the job so that it does not run.");
const time = (what: string) => needed.any(`The ${what}; \`random\` chooses one.`);
const given = (what: string) => maybe.any(null, `The ${what}.`);
const LARGEST = { minute: 59, hour: 23, daymonth: 28, month: 12, dayweek: 6 } as const;
const SMALLEST = { minute: 0, hour: 0, daymonth: 1, month: 1, dayweek: 0 } as const;

const list = (name: string, doc: string) =>
  fn({
    doc,
    examples: [`salt '*' cron.${name} root`],
    params: { user },
    run: async (args, context): Promise<Plain> => {
      const { pre, env, jobs } = await readTable(args.user, context);
      const shown = (isTimed: boolean): Plain =>
        jobs.filter((job) => (job.time !== undefined) === isTimed).map((job) => jobMap(job));
      return { pre, crons: shown(true), special: shown(false), env: env.map((one) => ({ ...one })) };
    },
  });

const removal = (name: string, doc: string) =>
  fn({
    doc,
    examples: [`salt '*' cron.${name} root /usr/local/weekly`],
    params: {
      user,
      cmd,
      minute: given("minute"),
      hour: given("hour"),
      daymonth: given("day of the month"),
      month: given("month"),
      dayweek: given("day of the week"),
      identifier,
    },
    run: (args, context) =>
      removeJobs(
        args,
        context,
        (job) => job.time !== undefined && TIME_FIELDS.every((field) => fits(args[field], job.time?.[field])),
      ),
  });

export const cron = executionModule("cron", {
  doc: "Jobs that cron runs for accounts.",
  available: () =>
    findProgram("crontab") === undefined ? "Cannot load cron module: crontab command not found" : true,
  functions: {
    raw_cron: fn({
      doc: "The table of an account as it stands.",
      examples: ["salt '*' cron.raw_cron root"],
      params: { user },
      run: (args, context) => rawTable(args.user, context),
    }),
    list_tab: list("list_tab", "The jobs and variables of an account, and lines that are not managed."),
    ls: list("ls", "The jobs and variables of an account: the same as list_tab."),
    get_entry: fn({
      doc: "One job of an account, by its name or its command; false when there is none.",
      examples: ["salt '*' cron.get_entry root identifier=task1"],
      params: { user, identifier, cmd: maybe.any(null, "The command.") },
      run: async (args, context): Promise<Plain> => {
        const { jobs } = await readTable(args.user, context);
        const found = jobs.find((job) =>
          isTruthy(args.identifier)
            ? job.identifier === args.identifier
            : isTruthy(args.cmd) && job.cmd === args.cmd,
        );
        return found === undefined ? false : jobMap(found);
      },
    }),
    set_job: fn({
      doc: "Adds or changes a job: `new`, `updated` or `present`.",
      examples: ["salt '*' cron.set_job root '*/5' '*' '*' '*' 1 /usr/local/weekly"],
      params: {
        user,
        minute: time("minute"),
        hour: time("hour"),
        daymonth: time("day of the month"),
        month: time("month"),
        dayweek: time("day of the week"),
        cmd,
        commented,
        comment,
        identifier,
      },
      run: (args, context) => {
        const asked = Object.fromEntries(TIME_FIELDS.map((field) => [field, args[field]]));
        return setJob(args, asked, undefined, context);
      },
    }),
    set_special: fn({
      doc: "Adds or changes a job with a time like `@hourly`: `new`, `updated` or `present`.",
      examples: ["salt '*' cron.set_special root @hourly 'echo foobar'"],
      params: { user, special: needed.any("The time."), cmd, commented, comment, identifier },
      run: (args, context) => setJob(args, undefined, plainValue(args.special, "special"), context),
    }),
    rm_job: removal("rm_job", "Removes a job: `removed` or `absent`."),
    rm: removal("rm", "Removes a job, as cron.rm_job does: `removed` or `absent`."),
    rm_special: fn({
      doc: "Removes a job with a time like `@hourly`: `removed` or `absent`.",
      examples: ["salt '*' cron.rm_special root cmd='echo foobar'"],
      params: { user, cmd, special: given("time"), identifier },
      run: (args, context) =>
        removeJobs(args, context, (job) => job.spec !== undefined && fits(args.special, job.spec)),
    }),
    set_env: fn({
      doc: "Sets a variable for the jobs of an account: `new`, `updated` or `present`.",
      examples: ["salt '*' cron.set_env root MAILTO user@example.com"],
      params: { user, name: needed.any("The variable."), value: maybe.any(null, "The value.") },
      run: async (args, context) => {
        const [name, value] = [
          plainName(args.name, "name"),
          args.value === null ? "" : plainValue(args.value, "value"),
        ];
        const table = await readTable(args.user, context);
        const old = table.env.find((one) => one.name === name);
        if (old?.value === value) return "present";
        const env = [...table.env.filter((one) => one !== old), { name, value }];
        return await write(args.user, { ...table, env }, old === undefined ? "new" : "updated", context);
      },
    }),
    write_cron_file: fn({
      doc: "Makes a file the table of an account; false when crontab does not take it.",
      examples: ["salt '*' cron.write_cron_file root /tmp/new_cron"],
      params: { user, path },
      run: async (args, context) => (await writeFile(args, context)).retcode === 0,
    }),
    write_cron_file_verbose: fn({
      doc: "Makes a file the table of an account; gives what crontab printed and its exit status.",
      examples: ["salt '*' cron.write_cron_file_verbose root /tmp/new_cron"],
      params: { user, path },
      run: (args, context) => context.call("cmd.run_all", [tableCommand(args)], { python_shell: false }),
    }),
    rm_env: fn({
      doc: "Removes a variable for the jobs of an account: `removed` or `absent`.",
      examples: ["salt '*' cron.rm_env root MAILTO"],
      params: { user, name: needed.any("The variable.") },
      run: async (args, context) => {
        const table = await readTable(args.user, context);
        const env = table.env.filter((one) => one.name !== pythonStr(args.name));
        if (env.length === table.env.length) return "absent";
        return await write(args.user, { ...table, env }, "removed", context);
      },
    }),
  },
});

interface TableFile {
  readonly user: Value;
  readonly path: string;
}

function writeFile(args: TableFile, context: ExecutionContext): Promise<ProgramResult> {
  return runProgram(tableCommand(args), context, { ignore_retcode: false });
}

function tableCommand({ user: account, path: file }: TableFile): readonly string[] {
  return ["crontab", "-u", plainName(account, "user"), plainName(file, "path")];
}

interface JobRequest {
  readonly user: Value;
  readonly cmd: Value;
  readonly identifier: Value;
}

async function rawTable(account: Value, context: ExecutionContext): Promise<string> {
  const command = ["crontab", "-u", plainName(account, "user"), "-l"];
  const { retcode, stdout } = await runProgram(command, context, { rstrip: false });
  return retcode === 0 ? stdout : "";
}

async function readTable(account: Value, context: ExecutionContext): Promise<CronTable> {
  return parseTable(await rawTable(account, context));
}

/** Writes a table; gives `done`, or what crontab complained of. */
async function write(
  account: Value,
  table: CronTable,
  done: string,
  context: ExecutionContext,
): Promise<string> {
  const name = plainName(account, "user");
  // Not by standard input, where a backslash and n in a command would become the end of a line.
  const { retcode, stderr } = await withContents(tableText(table), (path) =>
    runProgram(["crontab", "-u", name, path], context, { ignore_retcode: false }),
  );
  return retcode === 0 ? done : stderr;
}

function isMatch(job: CronJob, request: JobRequest): boolean {
  const name = isTruthy(request.identifier) ? pythonStr(request.identifier) : null;
  return (
    (job.identifier !== null && job.identifier === name) ||
    (job.identifier === null && job.cmd === request.cmd)
  );
}

function fits(wanted: Value, found: string | undefined): boolean {
  return (
    wanted === null ||
    pythonStr(wanted) === found ||
    (pythonStr(wanted).toLowerCase() === "random" && found !== "*")
  );
}

async function setJob(
  request: JobRequest & { readonly comment: Value; readonly commented: boolean },
  asked: Readonly<Record<string, Value>> | undefined,
  spec: string | undefined,
  context: ExecutionContext,
): Promise<string> {
  const command = plainValue(request.cmd, "cmd");
  const table = await readTable(request.user, context);
  const old = table.jobs.find((job) => isMatch(job, request));
  const job: CronJob = {
    time: asked === undefined ? undefined : timeOf(asked, old),
    spec,
    cmd: command,
    identifier: isTruthy(request.identifier)
      ? plainValue(request.identifier, "identifier")
      : (old?.identifier ?? null),
    comment: request.comment === null ? (old?.comment ?? null) : pythonStr(request.comment),
    commented: request.commented,
  };
  // As in Salt, a job that has no name and is asked for without one is always written anew.
  const isNamed = old !== undefined && (old.identifier !== null || isTruthy(request.identifier));
  if (isNamed && JSON.stringify(old) === JSON.stringify(job)) return "present";
  const jobs = [...table.jobs.filter((one) => one !== old), job];
  return await write(request.user, { ...table, jobs }, old === undefined ? "new" : "updated", context);
}

/** `random` is chosen once, and stays what was chosen then. */
function timeOf(
  asked: Readonly<Record<string, Value>>,
  old: CronJob | undefined,
): NonNullable<CronJob["time"]> {
  const field = (name: (typeof TIME_FIELDS)[number]): string => {
    const wanted = plainValue(asked[name] ?? "*", name)
      .toLowerCase()
      .replace(/\s/g, "");
    if (wanted !== "random") return wanted;
    const before = old?.time?.[name];
    return before !== undefined && before !== "*"
      ? before
      : String(randomInt(SMALLEST[name], LARGEST[name] + 1));
  };
  return {
    minute: field("minute"),
    hour: field("hour"),
    daymonth: field("daymonth"),
    month: field("month"),
    dayweek: field("dayweek"),
  };
}

async function removeJobs(
  request: JobRequest,
  context: ExecutionContext,
  isTime: (job: CronJob) => boolean,
): Promise<string> {
  const table = await readTable(request.user, context);
  const jobs = table.jobs.filter((job) => !(isMatch(job, request) && isTime(job)));
  if (jobs.length === table.jobs.length) return "absent";
  return await write(request.user, { ...table, jobs }, "removed", context);
}
