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

/** The command; its answer is the runner's return, or an empty map when it is not allowed. */
export function minionRunnerCommand({ config, runners, limited }: MinionRunnerParts): MinionCommand {
  return async ({ id, load }): Promise<Plain> => {
    const fun = getString(load, "fun");
    const arg = getList(load, "arg");
    if (fun === undefined || arg === undefined) return {};
    if (!peerMayRun(config.peer_run, id, fun) || !runners.hasRoom) {
      limited.warn({ minion: id }, "A minion may not run this runner");
      return {};
    }
    const { end } = runners.start({ client: "runner", fun, args: await readArguments(load, arg), user: id });
    return (await end).value;
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
