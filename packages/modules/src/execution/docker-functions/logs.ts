/**
 * What containers printed.
 */
import type { Value } from "@salt/core";
import { get, getDict, isInt, isTruthy, SaltInvocationError } from "@salt/core";
import type { Engine } from "./engine/engine.js";
import { resource } from "./engine/engine-call.js";
import { unframed } from "./engine/log-frames.js";
import { inspectContainer } from "./listing.js";
import { wholeNumber } from "./translate/words.js";

/** The logs of a container; `follow` waits for its end. Throws CommandExecutionError when there is none. */
export async function containerLogs(
  engine: Engine,
  name: Value,
  given: ReadonlyMap<Value, Value>,
): Promise<string> {
  const switched = (key: string, fallback: boolean): number => (isTruthy(given.get(key) ?? fallback) ? 1 : 0);
  const follow = switched("follow", false);
  const query = {
    stderr: switched("stderr", true),
    stdout: switched("stdout", true),
    timestamps: switched("timestamps", false),
    follow,
    tail: tailOf(given.get("tail") ?? "all"),
    since: moment(given.get("since")),
    until: moment(given.get("until")),
  };
  const info = await inspectContainer(engine, name);
  const call = { action: "logs", path: resource`/containers/${name}/logs`, query };
  const bytes = await engine.bytes(follow === 1 ? { ...call, timeout: null } : call);
  const hasTerminal = isTruthy(get(getDict(info, "Config"), "Tty"));
  return Buffer.from(hasTerminal ? bytes : unframed(bytes)).toString("utf8");
}

function tailOf(value: Value): Value {
  return isInt(value) && value >= 0 ? value : "all";
}

function moment(value: Value | undefined): Value | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = wholeNumber(value);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new SaltInvocationError("since and until are seconds since 1970");
}
