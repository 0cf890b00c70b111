/**
 * Runs a runner or wheel function in this process, for a function of a minion on the master's machine.
 */
import type { Logger, MasterCall, MasterResult, PluginCatalog } from "@salt/core";
import { dict, JidSource, loadConfig, masterOptions, toValue } from "@salt/core";
import { wheelFunctions } from "./function-index.js";
import type { FunctionRun } from "./run-events.js";
import { runFunction } from "./run-function.js";
import { storeRun } from "./run-record.js";
import { RunnerSession } from "./runner-session.js";

/** Where and for whom a function runs. */
export interface BesideParts {
  /** The master's configuration file; defaults count where it is absent. */
  readonly configFile: string;
  readonly catalog: PluginCatalog;
  readonly user: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Runs a function to its end, also where no master is running. Throws ConfigError and FunctionNotAvailableError. */
export async function runBeside(
  client: FunctionRun["client"],
  fun: string,
  call: MasterCall,
  { configFile, ...parts }: BesideParts,
): Promise<MasterResult> {
  const { config, opts } = loadConfig(masterOptions, { file: configFile });
  const { catalog, user, log } = parts;
  const jid = new JidSource().next();
  const keywords = Object.keys(call.kwarg).length === 0 ? [] : [dict({ __kwarg__: true, ...call.kwarg })];
  const session = new RunnerSession({ ...parts, config, opts, jid });
  const run: FunctionRun = { client, jid, fun, args: [...call.arg.map(toValue), ...keywords], user };
  const isKept = client === "runner" && config.job_cache && config.runner_returns;
  try {
    const index = client === "runner" ? session.runners : wheelFunctions(catalog);
    const fn = await index.find(fun);
    const { value, success } = await runFunction(run, () => Promise.resolve(fn), {
      session,
      log,
      record: isKept ? (end) => storeRun(config, opts, run, end, Date.now()) : undefined,
    });
    // The record of functions that take any names has also the user that real Salt adds to them.
    const more = fn.varkw === undefined ? call.kwarg : { ...call.kwarg, __pub_user: "UNKNOWN" };
    const named = Object.keys(more).length === 0 ? [] : [dict(more)];
    return { jid, args: [...call.arg.map(toValue), ...named], value, success };
  } finally {
    await session.close();
  }
}
