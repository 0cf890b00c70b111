/**
 * The clients `local`, `local_async`, `local_batch` and `local_subset`: functions on minions.
 */
import type { Answer, Command, JobClient, JobRequest, LocalClient, PublishedJob } from "@salt/client";
import { isMissing } from "@salt/client";
import type { Dict, JobReturn, MutableDict, Plain, TargetType, Value } from "@salt/core";
import { dict, getString, isDict, isList, isTruthy, TARGET_TYPES, toValue } from "@salt/core";
import { WebError } from "../web/web-error.js";

/** What these clients read themselves; everything else goes with the job, as in Salt. */
const OWN: ReadonlySet<string> = new Set([
  ...[
    "tgt",
    "fun",
    "arg",
    "kwarg",
    "tgt_type",
    "expr_form",
    "ret",
    "jid",
    "timeout",
    "full_return",
    "delimiter",
  ],
  ...["batch", "sub", "subset", "cli", "progress", "verbose", "gather_job_timeout"],
]);
const DEFAULT_BATCH = "10%";
const DEFAULT_SUBSET = 3;

/** Runs a function and waits: what came back, by minion. */
export async function local(fields: Dict, client: JobClient, signal: AbortSignal): Promise<Value[]> {
  const job = await client.publish(requestOf(fields));
  if (job === undefined) return [new Map()];
  return [await gathered(job, client.collect(job, waitOf(fields, signal)), fields)];
}

/** Sends a job and does not wait: its id and whom it went to, nothing where nothing matched. */
export async function localAsync(fields: Dict, client: JobClient): Promise<Value[]> {
  const job = await client.publish(requestOf(fields), { listen: false });
  return [job === undefined ? new Map() : dict({ jid: job.jid, minions: job.minions })];
}

/** Runs a function on some minions at a time: a map for each return. */
export async function localBatch(fields: Dict, client: LocalClient, signal: AbortSignal): Promise<Value[]> {
  const batch = fields.get("batch") ?? DEFAULT_BATCH;
  const command = { ...commandOf(fields), batch: typeof batch === "number" ? batch : String(batch) };
  const returns: Value[] = [];
  for await (const answer of client.cmdBatch(command, waitOf(fields, signal))) {
    if (!isMissing(answer)) returns.push(new Map([[answer.id, shown(answer, fields)]]));
  }
  return returns;
}

/** Runs a function on some of the minions that have it, chosen by chance. */
export async function localSubset(fields: Dict, client: LocalClient, signal: AbortSignal): Promise<Value[]> {
  const subset = Number(fields.get("subset") ?? fields.get("sub") ?? DEFAULT_SUBSET);
  if (!Number.isInteger(subset)) throw new WebError(400, "'subset' must be a whole number");
  const wait = waitOf(fields, signal);
  const chosen = await client.chooseSubset({ ...commandOf(fields), subset }, wait);
  if (chosen === undefined) return [new Map()];
  const job = await client.runJob(chosen, wait);
  return job === undefined ? [new Map()] : [await gathered(job, client.getCliReturns(job, wait), fields)];
}

/** The returns by minion; `false` for those that gave none, as Salt's client for programs has it. */
async function gathered(job: PublishedJob, answers: AsyncIterable<Answer>, fields: Dict): Promise<Value> {
  const returns: MutableDict = new Map();
  for await (const answer of answers) if (!isMissing(answer)) returns.set(answer.id, shown(answer, fields));
  for (const id of job.minions) if (!returns.has(id)) returns.set(id, false);
  return returns;
}

/** The return alone, or with everything that came beside it. */
function shown(answer: JobReturn, fields: Dict): Value {
  if (!isTruthy(fields.get("full_return") ?? false)) return answer.return;
  const { return: ret, retcode, jid } = answer;
  return dict({ ret, retcode, jid, ...(answer.out === undefined ? {} : { out: answer.out }) });
}

function waitOf(
  fields: Dict,
  signal: AbortSignal,
): { timeout?: number; gatherJobTimeout?: number; signal: AbortSignal } {
  const timeout = secondsOf(fields, "timeout");
  const gatherJobTimeout = secondsOf(fields, "gather_job_timeout");
  return {
    signal,
    ...(timeout === undefined ? {} : { timeout }),
    ...(gatherJobTimeout === undefined ? {} : { gatherJobTimeout }),
  };
}

function secondsOf(fields: Dict, name: string): number | undefined {
  const given = fields.get(name);
  if (given === undefined || given === null) return undefined;
  const seconds = Number(given);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new WebError(400, `'${name}' must be a number of seconds`);
}

/** The target, the function and its arguments. Throws WebError (400). */
function requestOf(fields: Dict): JobRequest {
  const { tgt, tgtType, fun, arg, kwarg, delimiter, ret, jid } = partsOf(fields);
  const named: readonly Value[] =
    kwarg.size === 0 ? [] : [new Map<Value, Value>([...kwarg, ["__kwarg__", true]])];
  const options: Record<string, Plain> = {};
  for (const [name, value] of fields) if (typeof name === "string" && !OWN.has(name)) options[name] = value;
  return {
    target: { tgt, tgtType, delimiter },
    fun,
    arg: [...arg, ...named],
    ...(ret === undefined ? {} : { ret }),
    ...(jid === undefined ? {} : { jid }),
    options,
  };
}

function commandOf(fields: Dict): Command {
  const { kwarg, tgtType, ...parts } = partsOf(fields);
  const { fun, arg, ret, jid, tgt, delimiter } = parts;
  const named = Object.fromEntries([...kwarg].map(([name, value]) => [String(name), value]));
  const command = { tgt, tgtType, fun, arg, kwarg: named, delimiter };
  return { ...command, ...(ret === undefined ? {} : { ret }), ...(jid === undefined ? {} : { jid }) };
}

function partsOf(fields: Dict) {
  const fun = getString(fields, "fun");
  if (fun === undefined || !/^[\w.-]+$/.test(fun)) throw new WebError(400, "'fun' must name a function");
  const kwarg = fields.get("kwarg") ?? new Map();
  if (!isDict(kwarg)) throw new WebError(400, "'kwarg' must be a map");
  const [tgt, tgtType] = targetOf(fields);
  return {
    ...{ fun, tgt, tgtType, kwarg, arg: listOf(fields.get("arg")) },
    delimiter: getString(fields, "delimiter") ?? ":",
    ret: getString(fields, "ret"),
    jid: getString(fields, "jid"),
  };
}

function targetOf(fields: Dict): [string | readonly string[], TargetType] {
  const tgt = fields.get("tgt");
  const asked = getString(fields, "tgt_type") ?? getString(fields, "expr_form");
  const tgtType = TARGET_TYPES.find((type) => type === (asked ?? (isList(tgt) ? "list" : "glob")));
  if (tgtType === undefined) throw new WebError(400, `'${asked}' is no type of target`);
  if (typeof tgt === "string" && tgt !== "") return [tgt, tgtType];
  const ids = isList(tgt) ? tgt.filter((id) => typeof id === "string") : [];
  if (isList(tgt) && ids.length === tgt.length) return [ids, tgtType];
  throw new WebError(400, "'tgt' must be a target, or a list of ids");
}

/** A single argument counts as a list of one. */
export function listOf(arg: Value | undefined): readonly Value[] {
  if (arg === undefined || arg === null) return [];
  return isList(arg) ? arg.map(toValue) : [arg];
}
