/**
 * `runner` and `wheel`: programs on this machine run functions inside the master.
 */
import type { Dict, Plain, Value } from "@salt/core";
import { getDict, getList, getString } from "@salt/core";
import { clientMay } from "../acl/client-rules.js";
import type { PublisherAcl } from "../acl/publisher-acl.js";
import type { LogLimiter } from "../log-limiter.js";
import { runTag } from "../runners/run-events.js";
import type { RunnerDesk } from "../runners/runner-desk.js";
import { argumentsOf } from "../runners/runner-desk.js";
import type { ClearCommand } from "./command.js";
import { localCaller } from "./local-caller.js";

/** What running functions for programs needs. */
export interface RunnerParts {
  readonly acl: PublisherAcl;
  readonly runners: Pick<RunnerDesk, "hasRoom" | "start">;
  readonly limited: LogLimiter;
}

/** Fields of a load that are not arguments. */
const NOT_ARGUMENTS: ReadonlySet<Value> = new Set([
  "cmd",
  "client",
  "fun",
  "arg",
  "kwarg",
  "key",
  "user",
  "token",
  "eauth",
  "username",
  "password",
  "full_return",
  "print_event",
  "__jid__",
  "__tag__",
  "__user__",
]);

/** `runner` answers at once with the tag of the events that will tell the result. */
export function runnerCommand(parts: RunnerParts): ClearCommand {
  return (load) => {
    const kwarg = getDict(load, "kwarg") ?? new Map<Value, Value>();
    // Clients of the reference put the parts of a call into `kwarg`, or beside it.
    const call = kwarg.has("arg") && kwarg.has("kwarg") ? kwarg : load;
    const order = readOrder(parts, load, "runner", {
      positional: getList(call, "arg") ?? [],
      named: withoutInternal(getDict(call, "kwarg") ?? new Map()),
    });
    if ("error" in order) return order;
    const { run } = parts.runners.start(order);
    return { tag: runTag(run), jid: run.jid };
  };
}

/** `wheel` answers with the result. */
export function wheelCommand(parts: RunnerParts): ClearCommand {
  return async (load) => {
    const named = new Map([...withoutInternal(load), ...(getDict(load, "kwarg") ?? [])]);
    const order = readOrder(parts, load, "wheel", { positional: getList(load, "arg") ?? [], named });
    if ("error" in order) return order;
    const { run, end } = parts.runners.start(order);
    const { value, success } = await end;
    const tag = runTag(run);
    const { jid, user } = run;
    return { tag, data: { fun: `wheel.${run.fun}`, jid, tag, user, return: value, success } };
  };
}

interface Order {
  readonly client: "runner" | "wheel";
  readonly fun: string;
  readonly args: readonly Value[];
  readonly user: string;
}

interface Refusal {
  readonly [key: string]: Plain;
  readonly error: { readonly name: string; readonly message: string };
}

function readOrder(
  { acl, runners, limited }: RunnerParts,
  load: Dict,
  client: "runner" | "wheel",
  call: { readonly positional: readonly Value[]; readonly named: Dict },
): Order | Refusal {
  const caller = localCaller(acl, load, limited);
  const fun = getString(load, "fun") ?? "";
  if (caller === undefined || !clientMay(caller.authority, client, fun)) {
    return refusal("UserAuthenticationError", 'Authentication failure of type "user" occurred');
  }
  if (!runners.hasRoom) return refusal("SaltClientError", "The master runs too many functions already.");
  return { client, fun, user: caller.user, args: argumentsOf(call.positional, call.named) };
}

function withoutInternal(load: Dict): Dict {
  return new Map([...load].filter(([name]) => !NOT_ARGUMENTS.has(name)));
}

function refusal(name: string, message: string): Refusal {
  return { error: { name, message } };
}
