/**
 * How a cron job stands, for trials.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, getList, isTruthy, pythonStr } from "@salt/core";

/** How something stands: it is as wanted, is otherwise, or is not there. */
export type JobStatus = "present" | "update" | "absent";

/** A job; fields that are null are not looked at. */
export interface JobRequest {
  readonly user: Value;
  readonly cmd: string;
  readonly identifier: Value;
  readonly special: Value;
  readonly fields: Readonly<Record<string, Value>>;
}

/** Looks for a job in the table of an account. */
export async function jobStatus(request: JobRequest, context: ExecutionContext): Promise<JobStatus> {
  const table = await context.call("cron.list_tab", [request.user]);
  const jobs = getList(table, request.special === null ? "crons" : "special") ?? [];
  const { cmd, special } = request;
  const identifier = request.identifier === null ? null : pythonStr(request.identifier);
  const found = jobs.find((job) => isJob(job, cmd, identifier));
  if (found === undefined) return "absent";
  const wanted: Record<string, Value> = { identifier, cmd, ...request.fields };
  if (special !== null) wanted.spec = special;
  const isOther = Object.entries(wanted).some(([field, value]) => differs(get(found, field) ?? null, value));
  return isOther ? "update" : "present";
}

/** A job that has a name is found by its name, another one by its command. */
function isJob(job: Value, cmd: string, identifier: string | null): boolean {
  const name = get(job, "identifier") ?? null;
  return isTruthy(name) ? name === identifier : get(job, "cmd") === cmd;
}

/** `random` differs only from a time that is not fixed. */
function differs(now: Value, wanted: Value): boolean {
  if (wanted === null) return false;
  if (wanted === "random") return now === "*";
  return typeof now === "string" ? now !== pythonStr(wanted) : now !== wanted;
}
