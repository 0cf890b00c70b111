/**
 * `minion_runner`: a minion runs a runner beside the master, where `peer_run` allows it.
 */
import type { Dict, MasterConfig, Plain, Value } from "@salt/core";
import { getList, getString, parseArguments } from "@salt/core";
import { peerMayRun } from "../acl/peer.js";
import type { LogLimiter } from "../log-limiter.js";
import type { RunnerDesk } from "../runners/runner-desk.js";
import type { MinionCommand } from "./command.js";

/** What running runners for minions needs. */
export interface MinionRunnerParts {
  readonly config: Pick<MasterConfig, "peer_run">;
  readonly runners: Pick<RunnerDesk, "hasRoom" | "start">;
  readonly limited: LogLimiter;
}

/** Runners at work for one minion at once. */
const MAX_EACH = 5;
/** A minion waits for seconds; after an hour nobody does. */
const LIMIT_MS = 3_600_000;

/** The command; its answer is the runner's return, or an empty map when it is not allowed. */
export function minionRunnerCommand({ config, runners, limited }: MinionRunnerParts): MinionCommand {
  const running = new Map<string, number>();
  return async ({ id, load }): Promise<Plain> => {
    const fun = getString(load, "fun");
    const arg = getList(load, "arg");
    if (fun === undefined || arg === undefined) return {};
    const busy = running.get(id) ?? 0;
    if (!peerMayRun(config.peer_run, id, fun) || !runners.hasRoom || busy >= MAX_EACH) {
      limited.warn({ minion: id }, "A minion may not run this runner");
      return {};
    }
    running.set(id, busy + 1);
    try {
      const args = await readArguments(load, arg);
      const order = { client: "runner", fun, args, user: id, limitMs: LIMIT_MS } as const;
      return (await runners.start(order).end).value;
    } finally {
      const left = (running.get(id) ?? 1) - 1;
      if (left > 0) running.set(id, left);
      else running.delete(id);
    }
  };
}

/** Words are read as those of a command line, so that `name=value` is a named argument. */
async function readArguments(load: Dict, arg: readonly Value[]): Promise<readonly Value[]> {
  const noParse = (getList(load, "no_parse") ?? []).filter((name) => typeof name === "string");
  const read: Value[] = [];
  const named = new Map<Value, Value>();
  for (const value of arg) {
    if (typeof value !== "string") read.push(value);
    else for (const each of await parseArguments([value], { noParse })) takeArgument(each, read, named);
  }
  return named.size === 0 ? read : [...read, named.set("__kwarg__", true)];
}

function takeArgument(value: Value, read: Value[], named: Map<Value, Value>): void {
  if (value instanceof Map && value.get("__kwarg__") === true) for (const [k, v] of value) named.set(k, v);
  else read.push(value);
}
