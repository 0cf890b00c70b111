/**
 * Publish maps as jobs: everything is checked here once, so that nothing behind has to.
 */
import type { Dict, Job, Target, TargetType, Value } from "@salt/core";
import { get, isJid, isList, MalformedError, TARGET_TYPES } from "@salt/core";

/** Functions in one compound command; far beyond any real one. */
const MAX_FUNCTIONS = 1000;
const MAX_NAME = 256;

/** The job of a publish map. Throws MalformedError for what is no job. */
export function parseJob(load: Dict): Job {
  const jid = get(load, "jid");
  if (!isJid(jid)) throw new MalformedError("a job has no job id");
  return {
    jid,
    fun: parseFunctions(get(load, "fun")),
    arg: listAt(load, "arg"),
    target: parseTarget(load),
    user: textAt(load, "user"),
    ret: textAt(load, "ret"),
    metadata: get(load, "metadata"),
    load,
  };
}

/** One function of a job with its arguments. */
export interface Call {
  readonly fun: string;
  readonly arg: readonly Value[];
}

/** The functions of a job with the arguments of each. */
export function callsOf(job: Job): readonly Call[] {
  if (typeof job.fun === "string") return [{ fun: job.fun, arg: job.arg }];
  return job.fun.map((fun, at) => {
    const arg = job.arg[at];
    return { fun, arg: isList(arg) ? arg : [] };
  });
}

function parseFunctions(value: Value | undefined): string | readonly string[] {
  if (isName(value)) return value;
  if (isList(value) && value.length > 0 && value.length <= MAX_FUNCTIONS && value.every(isName)) return value;
  throw new MalformedError("a job names no function");
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_NAME;
}

function parseTarget(load: Dict): Target {
  const tgt = get(load, "tgt");
  const tgtType = get(load, "tgt_type") ?? "glob";
  if (!isTarget(tgt)) throw new MalformedError("a job is for nobody");
  if (!isTargetType(tgtType)) throw new MalformedError("a job has a target of an unknown type");
  return { tgt, tgtType, delimiter: textAt(load, "delimiter", ":") };
}

function isTarget(value: Value | undefined): value is string | readonly string[] {
  return typeof value === "string" || (isList(value) && value.every((id) => typeof id === "string"));
}

function isTargetType(value: unknown): value is TargetType {
  return TARGET_TYPES.some((type) => type === value);
}

function listAt(load: Dict, key: string): readonly Value[] {
  const value = get(load, key);
  if (!isList(value)) throw new MalformedError(`a job's ${key} is no list`);
  return value;
}

function textAt(load: Dict, key: string, fallback = ""): string {
  const value = get(load, key) ?? fallback;
  if (typeof value !== "string") throw new MalformedError(`a job's ${key} is no text`);
  return value;
}
