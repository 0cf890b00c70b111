/**
 * The events that tell of the start and the end of a runner or wheel function.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, isDict, tags } from "@salt/core";
import { stamped } from "@salt/wire";

/** A function that somebody has called. */
export interface FunctionRun {
  readonly client: "runner" | "wheel";
  readonly jid: string;
  readonly fun: string;
  readonly args: readonly Value[];
  readonly user: string;
}

/** How a run ended. */
export interface RunEnd {
  readonly value: Value;
  readonly success: boolean;
  /** Only told for failures, as in Salt. */
  readonly retcode: number | undefined;
}

/** Functions of which neither arguments nor return are told: they are passwords and tokens. */
const SECRET: ReadonlySet<string> = new Set(["auth.mk_token", "auth.del_token"]);
const REDACTED = "<redacted>";

/** A run as it may be told on the bus and kept in the job cache. */
export function tellable(run: FunctionRun): FunctionRun {
  return SECRET.has(run.fun) ? { ...run, args: run.args.map(() => REDACTED) } : run;
}

/** The tag of a run, which those of its events begin with. */
export function runTag({ client, jid }: Pick<FunctionRun, "client" | "jid">): string {
  return client === "wheel" ? `salt/wheel/${jid}` : `salt/run/${jid}`;
}

/** Tag and data of the event of a start. */
export function startEvent(run: FunctionRun, now: number): readonly [string, Dict] {
  return [run.client === "wheel" ? tags.wheelNew(run.jid) : tags.runNew(run.jid), base(run, now)];
}

/** Tag and data of the event of an end. */
export function endEvent(run: FunctionRun, end: RunEnd, now: number): readonly [string, Dict] {
  const data = base(run, now);
  data.set("return", SECRET.has(run.fun) ? REDACTED : end.value);
  data.set("success", end.success);
  if (end.retcode !== undefined) data.set("retcode", end.retcode);
  return [run.client === "wheel" ? tags.wheelReturn(run.jid) : tags.runReturn(run.jid), data];
}

/** Named arguments are told without the mark that they have on the wire. */
function withoutMark(arg: Value): Value {
  if (!isDict(arg) || !arg.has("__kwarg__")) return arg;
  return new Map([...arg].filter(([name]) => name !== "__kwarg__"));
}

function base(run: FunctionRun, now: number): MutableDict {
  const { client, jid, fun, args, user } = tellable(run);
  const facts = { fun: `${client}.${fun}`, jid, user };
  const more = client === "wheel" ? { tag: runTag(run) } : { fun_args: args.map(withoutMark) };
  return new Map(stamped(dict({ ...facts, ...more }), now));
}
