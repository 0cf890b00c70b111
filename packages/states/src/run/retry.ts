/**
 * The keyword `retry` of states.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isInt, pythonStr } from "@salt/core";

/** How a state is tried again. Times in seconds. */
export interface Retry {
  readonly attempts: number;
  readonly until: boolean;
  readonly interval: number;
  readonly splay: number;
}

const DEFAULTS: Retry = { until: true, attempts: 2, splay: 0, interval: 30 };

/** What the keyword says; what is not of the right type is the default. */
export function readRetry(value: Value): Retry {
  if (value === false) return { ...DEFAULTS, attempts: 0 };
  if (!isDict(value)) return DEFAULTS;
  const whole = (key: "attempts" | "interval" | "splay"): number => {
    const given = value.get(key);
    return typeof given === "boolean" ? Number(given) : isInt(given) ? Number(given) : DEFAULTS[key];
  };
  const until = value.get("until");
  return {
    until: typeof until === "boolean" ? until : DEFAULTS.until,
    attempts: whole("attempts"),
    interval: whole("interval"),
    splay: whole("splay"),
  };
}

/** How long to wait before the next attempt, in milliseconds. */
export function pauseOf({ interval, splay }: Retry): number {
  const more = splay > 0 ? Math.floor(Math.random() * (splay + 1)) : 0;
  return (interval + more) * 1000;
}

/** Says in the comment of a trial what would be done. */
export function noteTrial(result: MutableDict, { interval, splay, attempts, until }: Retry): void {
  const would =
    `The state would be retried every ${interval} seconds (with a splay of up to ${splay} seconds) ` +
    `a maximum of ${attempts} times or until a result of ${pythonStr(until)} is returned`;
  result.set("comment", `${pythonStr(result.get("comment") ?? "")}  ${would}`);
}

/** The line that tells of an attempt. */
export function attemptLine(attempt: number, result: Dict): string {
  const outcome = pythonStr(result.get("result") ?? null);
  const comment = pythonStr(result.get("comment") ?? null);
  return `Attempt ${attempt}: Returned a result of "${outcome}", with the following comment: "${comment}"`;
}
