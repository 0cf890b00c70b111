/**
 * Reading and writing the table of an account's cron jobs, of which a part is managed.
 */
import type { Plain } from "@salt/core";

const TAG = "# Lines below here are managed by Salt, do not edit";
const IDENTIFIER = "SALT_CRON_IDENTIFIER";
const DISABLED = "#DISABLED#";

/** The five fields of a time. */
export const TIME_FIELDS = ["minute", "hour", "daymonth", "month", "dayweek"] as const;

/** A job; `spec` stands for the time in jobs like `@daily`. */
export interface CronJob {
  readonly time: Readonly<Record<(typeof TIME_FIELDS)[number], string>> | undefined;
  readonly spec: string | undefined;
  readonly cmd: string;
  readonly identifier: string | null;
  readonly comment: string | null;
  readonly commented: boolean;
}

/** A table of jobs. */
export interface CronTable {
  /** Lines that are nobody's business but the account's. */
  readonly pre: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly jobs: readonly CronJob[];
}

/** Reads a table. */
export function parseTable(text: string): CronTable {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const at = lines.indexOf(TAG);
  if (at === -1) return { pre: lines, env: [], jobs: [] };
  const env: { name: string; value: string }[] = [];
  const jobs: CronJob[] = [];
  let [identifier, comment]: [string | null, string | null] = [null, null];
  for (const raw of lines.slice(at + 1)) {
    const commented = raw.startsWith(DISABLED);
    const line = commented ? raw.slice(DISABLED.length) : raw;
    if (line.startsWith("#")) {
      const [words = "", id = ""] = line.replace(/^[# ]+/, "").split(IDENTIFIER);
      if (id.length > 1) identifier = id.slice(1);
      const bare = id === "" ? words : words.trimEnd();
      comment = comment === null ? bare : `${comment}\n${bare}`;
      continue;
    }
    const variable = /^([^\s=]+)=(.*)$/.exec(line);
    if (variable !== null && !line.startsWith("@")) {
      env.push({ name: variable[1] ?? "", value: variable[2] ?? "" });
      continue;
    }
    const job = parseJob(line);
    if (job === undefined) continue;
    jobs.push({ ...job, identifier, comment, commented });
    [identifier, comment] = [null, null];
  }
  return { pre: lines.slice(0, at), env, jobs };
}

function parseJob(line: string): Pick<CronJob, "time" | "spec" | "cmd"> | undefined {
  if (line.startsWith("@")) {
    const [spec, ...words] = line.split(/\s+/);
    return words.length === 0 ? undefined : { time: undefined, spec, cmd: words.join(" ") };
  }
  const [minute = "", hour = "", daymonth = "", month = "", dayweek = "", ...words] = line.split(" ");
  if (words.length === 0) return undefined;
  return { time: { minute, hour, daymonth, month, dayweek }, spec: undefined, cmd: words.join(" ") };
}

/** Writes a table. */
export function tableText({ pre, env, jobs }: CronTable): string {
  const lines = [...pre, TAG, ...env.map(({ name, value }) => `${name}=${value === "" ? '""' : value}`)];
  const ordered = [
    ...jobs.filter(({ time }) => time !== undefined),
    ...jobs.filter(({ time }) => time === undefined),
  ];
  for (const job of ordered) {
    if (job.comment !== null || job.identifier !== null) {
      const comment =
        job.comment === null || job.comment === "" ? "" : ` ${job.comment.replaceAll("\n", "\n# ")}`;
      lines.push(`#${comment}${job.identifier === null ? "" : ` ${IDENTIFIER}:${job.identifier}`}`);
    }
    const time =
      job.time === undefined ? (job.spec ?? "") : TIME_FIELDS.map((field) => job.time?.[field]).join(" ");
    lines.push(`${job.commented ? DISABLED : ""}${time} ${job.cmd}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A job as `cron.list_tab` gives it. */
export function jobMap({ time, spec, cmd, identifier, comment, commented }: CronJob): Plain {
  const when = time === undefined ? { spec } : time;
  return { ...when, identifier, cmd, comment, commented };
}
