/**
 * The clients `runner`, `runner_async`, `wheel` and `wheel_async`: functions of the master.
 */
import type { FunctionCall, RunnerClient, WheelClient } from "@salt/client";
import type { Dict, Plain, Value } from "@salt/core";
import { dict, getString, isDict, isTruthy } from "@salt/core";
import { WebError } from "../web/web-error.js";
import { listOf } from "./local.js";

/** What these clients read themselves; everything else is a named argument of the function. */
const OWN: ReadonlySet<string> = new Set(["fun", "arg", "kwarg", "timeout", "full_return"]);

/** Runs a runner and waits for what it gives. */
export async function runner(fields: Dict, client: RunnerClient, signal: AbortSignal): Promise<Value> {
  const [fun, call] = callOf(fields);
  const timeout = fields.get("timeout");
  const limit = timeout === undefined ? {} : { timeout: Number(timeout) };
  const { tag, data, value } = await client.full(fun, call, { signal, ...limit });
  return isTruthy(fields.get("full_return") ?? false) ? dict({ data, tag: `${tag}/ret` }) : value;
}

/** Starts a runner: its job id, and what the tags of its events begin with. */
export async function runnerAsync(fields: Dict, client: RunnerClient, signal: AbortSignal): Promise<Value> {
  const [fun, call] = callOf(fields);
  const { jid, tag } = await client.cmdAsync(fun, call, { signal });
  return dict({ tag, jid });
}

/** Calls a wheel function: what the master tells of it, `data` with its return among it. */
export async function wheel(fields: Dict, client: WheelClient, signal: AbortSignal): Promise<Value> {
  const [fun, call] = callOf(fields);
  return await client.reply(fun, call, { signal });
}

/** The same, but told is only where to look. Wheel functions end soon: it is called before the answer. */
export async function wheelAsync(fields: Dict, client: WheelClient, signal: AbortSignal): Promise<Value> {
  const told = await wheel(fields, client, signal);
  const tag = getString(told, "tag") ?? "";
  return dict({ tag, jid: tag.slice(tag.lastIndexOf("/") + 1) });
}

function callOf(fields: Dict): [string, FunctionCall] {
  const fun = getString(fields, "fun");
  if (fun === undefined || !/^[\w.-]+$/.test(fun)) throw new WebError(400, "'fun' must name a function");
  const given = fields.get("kwarg") ?? new Map();
  if (!isDict(given)) throw new WebError(400, "'kwarg' must be a map");
  const kwarg: Record<string, Plain> = {};
  for (const [name, value] of [...fields, ...given]) {
    if (typeof name === "string" && !(OWN.has(name) && fields.has(name) && !given.has(name)))
      kwarg[name] = value;
  }
  return [fun, { arg: listOf(fields.get("arg")), kwarg }];
}
