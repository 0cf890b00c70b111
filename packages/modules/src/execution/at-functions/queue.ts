/**
 * The queue of jobs that `at` runs later.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { dict, get, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { findProgram } from "../cmd/programs.js";
import { runProgram } from "../program/run-program.js";

/** A job that waits. */
export interface WaitingJob {
  readonly job: number;
  /** As `2026-11-21` and `17:05:00`, in the machine's own time. */
  readonly date: string;
  readonly time: string;
  readonly queue: string;
  readonly user: string;
  /** What the job was marked with; empty when it was not. */
  readonly tag: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** The first line of a marked job, as Salt writes it. */
const MARK = /^### SALT: (\w+)/;

/** What a program of `at` prints on standard output, without the end of the last line. */
export async function printed(words: readonly string[], context: ExecutionContext): Promise<string> {
  const [program = "", ...rest] = words;
  return (await runProgram([findProgram(program) ?? program, ...rest], context)).stdout;
}

/** The jobs that wait, in the order of `atq`; just those with a tag or number where one is asked for. */
export async function waitingJobs(wanted: Value, context: ExecutionContext): Promise<readonly WaitingJob[]> {
  const found: WaitingJob[] = [];
  for (const line of splitLines(await printed(["atq"], context))) {
    const row = parseRow(line);
    if (row === undefined) continue;
    const job = { ...row, tag: tagOf(await printed(["at", "-c", String(row.job)], context)) };
    if (!isTruthy(wanted) || wanted === job.tag || wanted === job.job) found.push(job);
  }
  return found;
}

/** The answer of functions that list jobs. */
export function jobList(jobs: readonly WaitingJob[]): Dict {
  return dict({ jobs: jobs.map((job) => ({ ...job })) });
}

/** The ids of an answer with jobs, as texts. */
export function idsOf(told: Value): readonly string[] {
  const jobs = get(told, "jobs");
  return isList(jobs) ? jobs.filter(isDict).map((job) => pythonStr(job.get("job") ?? "")) : [];
}

/** The last line with a mark counts. */
function tagOf(script: string): string {
  return splitLines(script).reduce((tag, line) => MARK.exec(line)?.[1] ?? tag, "");
}

/** A line of `atq`: `3<tab>Sat Nov 21 17:05:00 2026 a root`, or with `2026-11-21 17:05` in older programs. */
function parseRow(line: string): Omit<WaitingJob, "tag"> | undefined {
  const [id = "", text = ""] = line.split("\t");
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (!/^\d+$/.test(id)) return undefined;
  const isIso = /^\d{4}-\d\d-\d\d$/.test(words[0] ?? "");
  const [queue = "", user = ""] = words.slice(isIso ? 2 : 5);
  if (isIso) return { job: Number(id), date: words[0] ?? "", time: words[1] ?? "", queue, user };
  const [, month = "", day = "", clock = "", year = ""] = words;
  const place = MONTHS.indexOf(month) + 1;
  if (place === 0) return undefined;
  const date = `${year}-${twoDigits(place)}-${day.padStart(2, "0")}`;
  // Salt reads hours and minutes only, and prints the seconds as they come out of that.
  return { job: Number(id), date, time: `${clock.slice(0, 5)}:00`, queue, user };
}

/** A number with at least two digits. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
