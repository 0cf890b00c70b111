/**
 * `runner` and `wheel`: programs on this machine run functions inside the master.
 */
import type { Dict, Plain, Value } from "@salt/core";
import { dict, getDict, getList, getString } from "@salt/core";
import { stamped } from "@salt/wire";
import { clientMay } from "../acl/client-rules.js";
import { runTag } from "../runners/run-events.js";
import type { RunnerDesk } from "../runners/runner-desk.js";
import { argumentsOf } from "../runners/runner-desk.js";
import type { ClearCommand } from "./command.js";
import type { CallerParts, LocalCaller } from "./local-caller.js";
import { localCaller, proofOf } from "./local-caller.js";

/** What running functions for programs needs. */
export interface RunnerParts extends CallerParts {
  readonly runners: Pick<RunnerDesk, "hasRoom" | "start">;
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
  return async (load) => {
    const kwarg = getDict(load, "kwarg") ?? new Map<Value, Value>();
    // Clients of the reference put the parts of a call into `kwarg`, or beside it.
    const call = kwarg.has("arg") && kwarg.has("kwarg") ? kwarg : load;
    const order = await readOrder(parts, load, "runner", {
      positional: getList(call, "arg") ?? [],
      named: withoutMarks(getDict(call, "kwarg") ?? new Map()),
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
    const order = await readOrder(parts, load, "wheel", { positional: getList(load, "arg") ?? [], named });
    if ("error" in order) return order;
    const { run, end } = parts.runners.start(order);
    const { value, success } = await end;
    const tag = runTag(run);
    const { jid, user } = run;
    const data = dict({ fun: `wheel.${run.fun}`, jid, tag, user, return: value, success });
    return { tag, data: stamped(data, Date.now()) };
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

async function readOrder(
  parts: RunnerParts,
  load: Dict,
  client: "runner" | "wheel",
  call: { readonly positional: readonly Value[]; readonly named: Dict },
): Promise<Order | Refusal> {
  const caller = await localCaller(parts, load);
  const fun = getString(load, "fun") ?? "";
  const args = argumentsOf(call.positional, call.named);
  if (caller === undefined || !clientMay(caller.authority, { client, fun, args }))
    return notAllowed(load, caller);
  if (!parts.runners.hasRoom)
    return refusal("SaltClientError", "The master runs too many functions already.");
  return { client, fun, user: caller.user, args };
}

/** The errors of the reference, which has one for each kind of proof. */
const ERRORS = {
  token: "TokenAuthenticationError",
  eauth: "EauthAuthenticationError",
  user: "UserAuthenticationError",
} as const;

function notAllowed(load: Dict, caller: LocalCaller | undefined): Refusal {
  const kind = proofOf(load);
  const message = `Authentication failure of type "${kind}" occurred`;
  const user = caller?.user ?? getString(load, "username");
  const isNamed = kind !== "user" && user !== undefined;
  return refusal(ERRORS[kind], isNamed ? `${message} for user ${user}.` : message);
}

/** Named arguments may have any name; what clients of the reference add for themselves is between underscores. */
function withoutMarks(kwarg: Dict): Dict {
  return new Map([...kwarg].filter(([name]) => typeof name !== "string" || !/^__\w+__$/.test(name)));
}

function withoutInternal(load: Dict): Dict {
  return new Map([...load].filter(([name]) => !NOT_ARGUMENTS.has(name)));
}

function refusal(name: string, message: string): Refusal {
  return { error: { name, message } };
}
