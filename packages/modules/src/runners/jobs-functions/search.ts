/**
 * Choosing jobs of the job cache.
 */
import type { Dict, StoredJob, Value } from "@salt/core";
import { get, isDict, isEqual, isList, isTruthy, jidTime, matchGlob, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { describeJob } from "./format.js";

/** What jobs are looked for; null where anything will do. */
export interface JobSearch {
  /** One of these entries must be in the metadata. */
  readonly metadata: Value;
  /** Globs for the function, as a list or with commas. */
  readonly fun: Value;
  /** Globs for the target, as a list or with commas. */
  readonly target: Value;
  readonly start: Value;
  readonly end: Value;
}

/** A test for jobs. Throws PythonError for a time that is none. */
export function jobTest(search: JobSearch): (job: StoredJob) => boolean {
  const start = timeOf("start_time", search.start);
  const end = timeOf("end_time", search.end);
  return (job) => {
    const facts = describeJob(job.load);
    const began = jidTime(job.jid);
    if (start !== undefined && !(began >= start)) return false;
    if (end !== undefined && !(began <= end)) return false;
    if (!hasMetadata(facts, search.metadata)) return false;
    return isNamed(facts, "Target", search.target) && isNamed(facts, "Function", search.fun);
  };
}

function hasMetadata(facts: Dict, wanted: Value): boolean {
  if (!isTruthy(wanted)) return true;
  const metadata = facts.get("Metadata");
  if (!isDict(wanted)) return false;
  return [...wanted].some(([key, value]) => {
    const found = get(metadata, key);
    return found !== undefined && isEqual(found, value);
  });
}

function isNamed(facts: Dict, key: string, wanted: Value): boolean {
  if (!isTruthy(wanted)) return true;
  const found = facts.get(key) ?? "";
  const names = (isList(found) ? found : [found]).map(pythonStr);
  const globs = isList(wanted)
    ? wanted.map(pythonStr)
    : pythonStr(wanted)
        .split(",")
        .map((glob) => glob.trim());
  return names.some((name) => globs.some((glob) => matchGlob(glob, name)));
}

/** Job ids are in UTC, and so are the times that jobs are looked for by. */
function timeOf(name: string, given: Value): number | undefined {
  if (!isTruthy(given)) return undefined;
  const text = pythonStr(given).trim();
  const time = Date.parse(/[zZ]$|[-+]\d\d:?\d\d$/.test(text) ? text : `${text.replace("T", " ")} UTC`);
  if (!Number.isNaN(time)) return time;
  throw new PythonError("ParserError", `${name}: ${text} is no time; write it as 2026-01-31 12:00`);
}
