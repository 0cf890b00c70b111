/**
 * The master as functions reach it that run beside it: `saltutil.cmd`, `saltutil.runner` and `saltutil.wheel` in an
 * orchestration work through the session that they run in.
 */
import type { LocalClient } from "@salt/client";
import type {
  JobReturn,
  MasterCall,
  MasterCommand,
  MasterHere,
  MasterResult,
  Plain,
  PluginFunction,
  Value,
} from "@salt/core";
import { dict, JidSource, toValue } from "@salt/core";
import { wheelFunctions } from "./function-index.js";
import type { FunctionRun, RunEnd } from "./run-events.js";
import { runFunction } from "./run-function.js";
import type { RunnerSession, RunnerSessionParts } from "./runner-session.js";

/** What it works with. */
export interface SessionMasterParts
  extends Pick<RunnerSessionParts, "catalog" | "keep" | "log" | "signal" | "timeout" | "user"> {
  /** The client of the session. */
  readonly client: () => Promise<LocalClient>;
  /** Opens a session for a further function. */
  readonly open: (jid: string) => RunnerSession;
}

/** Works with the master whose configuration the session has; those of other files are not asked. */
export class SessionMaster implements MasterHere {
  readonly #parts: SessionMasterParts;
  readonly #jids = new JidSource();

  constructor(parts: SessionMasterParts) {
    this.#parts = parts;
  }

  async cmd(_configFile: string, command: MasterCommand): Promise<ReadonlyMap<string, JobReturn>> {
    const { gatherReturns } = await import("@salt/client");
    const { client, timeout, signal } = this.#parts;
    const asked = { ...command, timeout: command.timeout ?? timeout };
    return await gatherReturns(await client(), asked, signal);
  }

  runner(_configFile: string, fun: string, call: MasterCall): Promise<MasterResult> {
    return this.#run("runner", fun, call);
  }

  wheel(_configFile: string, fun: string, call: MasterCall): Promise<MasterResult> {
    return this.#run("wheel", fun, call);
  }

  /** Each function has a job id and a session of its own. Throws FunctionNotAvailableError. */
  async #run(client: FunctionRun["client"], fun: string, given: MasterCall): Promise<MasterResult> {
    const { catalog, keep, log, user } = this.#parts;
    const jid = this.#jids.next();
    const session = this.#parts.open(jid);
    try {
      const index = client === "runner" ? session.runners : wheelFunctions(catalog);
      const fn = await index.find(fun);
      const call = withSaltenv(fn, given);
      const run: FunctionRun = { client, jid, fun, args: argumentsOf(call, { __kwarg__: true }), user };
      const isKept = client === "runner" && keep !== undefined;
      const record = isKept ? (end: RunEnd): void => keep(run, end) : undefined;
      const { value, success } = await runFunction(run, () => Promise.resolve(fn), { session, log, record });
      // The record of functions that take any names has also the user that real Salt adds to them.
      const more = {
        ...call,
        kwarg: fn.varkw === undefined ? call.kwarg : { ...call.kwarg, __pub_user: "UNKNOWN" },
      };
      return { jid, args: argumentsOf(more, {}), value, success };
    } finally {
      await session.close();
    }
  }
}

function withSaltenv(fn: PluginFunction<never>, call: MasterCall): MasterCall {
  const { saltenv } = call;
  if (saltenv === undefined || !Object.hasOwn(fn.params, "saltenv")) return call;
  return { ...call, kwarg: { ...call.kwarg, saltenv } };
}

/** A map of the named arguments last, with a mark in jobs. */
function argumentsOf({ arg, kwarg }: MasterCall, mark: { readonly [key: string]: Plain }): readonly Value[] {
  const positional = arg.map(toValue);
  return Object.keys(kwarg).length === 0 ? positional : [...positional, dict({ ...mark, ...kwarg })];
}
