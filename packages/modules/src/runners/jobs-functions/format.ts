/**
 * Jobs of the job cache in the words that `jobs.*` print.
 */
import type { Dict, MutableDict, StoredJob, StoredReturn, Value } from "@salt/core";
import { get, getDict, isDict, isList, jidToTime } from "@salt/core";

/** What a job was: function, arguments, target and user, and its metadata when it has any. */
export function describeJob(load: Dict): MutableDict {
  const args = load.get("arg");
  const described: MutableDict = new Map<Value, Value>([
    ["Function", load.get("fun") ?? "unknown-function"],
    ["Arguments", isList(args) ? args : []],
    ["Target", load.get("tgt") ?? "unknown-target"],
    ["Target-type", load.get("tgt_type") ?? "list"],
    ["User", load.get("user") ?? "root"],
  ]);
  const metadata = metadataOf(load);
  if (metadata !== undefined) described.set("Metadata", metadata);
  return described;
}

/** The metadata of a job: a field of its own, or an argument. */
function metadataOf(load: Dict): Value | undefined {
  const direct = load.get("metadata") ?? get(getDict(load, "kwargs"), "metadata");
  if (direct !== undefined) return direct;
  const args = load.get("arg");
  const keywords = isList(args) ? args.filter(isDict).filter((arg) => arg.get("__kwarg__") === true) : [];
  return keywords.map((arg) => arg.get("metadata")).find((metadata) => metadata !== undefined);
}

/** A row of a list of jobs. */
export function jobRow(job: StoredJob): MutableDict {
  return describeJob(job.load).set("StartTime", jidToTime(job.jid));
}

/** A job with its minions, without its returns; says so when there is no such job. */
export function jobDetails(jid: string, job: StoredJob | undefined): MutableDict {
  const details: MutableDict =
    job === undefined
      ? new Map<Value, Value>([["Error", "Cannot contact returner or no job with this jid"]])
      : describeJob(job.load);
  if (job !== undefined && job.minions.length > 0) details.set("Minions", [...job.minions].sort());
  return details.set("StartTime", jidToTime(jid));
}

/** Returns by minion, with what came beside them. */
export function resultMap(returns: readonly StoredReturn[]): Dict {
  return new Map(
    returns.map((one) => {
      const parts: MutableDict = new Map<Value, Value>([
        ["return", one.return],
        ["retcode", one.retcode],
        ["success", one.success],
      ]);
      if (one.out !== undefined) parts.set("out", one.out);
      return [one.id, parts] as const;
    }),
  );
}
