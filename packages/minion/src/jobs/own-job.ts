/**
 * Jobs that a minion gives itself: those of its schedule, and the one that fills the mine.
 */
import type { Dict, JidSource, Job, MinionConfig, MutableDict, Value } from "@salt/core";
import { getString, isDict, isList } from "@salt/core";

/** What such a job is made of. */
export interface OwnJob {
  /** The name in the schedule. Its presence in the load of a job says that the job is one of these. */
  readonly schedule: string;
  readonly fun: string;
  readonly args: readonly Value[];
  readonly kwargs: Dict;
  readonly returners: readonly string[];
  /** Whether the master is told; with `nocache` it tells others and keeps nothing. */
  readonly returnJob: boolean | "nocache";
  /** Further fields of the load: metadata, ret_config, ret_kwargs. */
  readonly extra: Dict;
}

/** What real minions call the job that fills the mine. */
const MINE_JOB = "__mine_interval";
/** Where the load says whether the master is told. */
const RETURN_JOB = "return_job";

/** Makes the job. */
export function ownJob(id: string, own: OwnJob, jids: JidSource): Job {
  const jid = jids.next();
  const { fun, args, kwargs, schedule, returners, returnJob, extra } = own;
  const arg: readonly Value[] =
    kwargs.size === 0 ? args : [...args, new Map<Value, Value>([...kwargs, ["__kwarg__", true]])];
  const ret = returners.join(",");
  const load: MutableDict = new Map<Value, Value>([
    ...[["fun", fun] as const, ["arg", arg] as const, ["tgt", id] as const, ["jid", jid] as const],
    ...[["ret", ret] as const, ["tgt_type", "glob"] as const, ["schedule", schedule] as const],
    ...extra,
    [RETURN_JOB, returnJob],
  ]);
  const target = { tgt: id, tgtType: "glob", delimiter: ":" } as const;
  return { jid, fun, arg, target, user: "", ret, metadata: extra.get("metadata"), load };
}

/** Whether there is anything to put into the mine. */
export function hasMine(config: Pick<MinionConfig, "mine_enabled" | "mine_functions">): boolean {
  const { mine_enabled: enabled, mine_functions: functions } = config;
  const count = isDict(functions) ? functions.size : isList(functions) ? functions.length : 0;
  return enabled && count > 0;
}

/** The job that fills the mine: at the start, and every `mine_interval` minutes. */
export function mineJob(id: string, config: Pick<MinionConfig, "mine_return_job">, jids: JidSource): Job {
  const mine = { schedule: MINE_JOB, fun: "mine.update", args: [], kwargs: new Map(), returners: [] };
  return ownJob(id, { ...mine, returnJob: config.mine_return_job, extra: new Map() }, jids);
}

/** Whether a job is one of these. */
export function isOwnJob(job: Pick<Job, "load">): boolean {
  return job.load.has("schedule");
}

/**
 * What the master is told of such a job, given the return as it would be of any other; undefined when it is told nothing. The
 * master did not send the job and makes one of its own (`req`), unless returners have told the id already.
 */
export function ownReturn(job: Job, load: Dict): Dict | undefined {
  const returnJob = job.load.get(RETURN_JOB);
  if (returnJob === false) return undefined;
  const jid = returnJob === "nocache" ? "nocache" : job.ret === "" ? "req" : job.jid;
  return ownFields(job, load).set("jid", jid);
}

/** The return with the fields that scheduled jobs have in Salt. */
export function ownFields(job: Job, load: Dict): MutableDict {
  const told = new Map(load).set("schedule", getString(job.load, "schedule") ?? "");
  const args = job.arg.map((one) =>
    isDict(one) ? new Map([...one].filter(([name]) => name !== "__kwarg__")) : one,
  );
  return told.set("fun_args", args);
}
