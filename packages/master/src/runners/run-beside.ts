/**
 * Runs a runner or wheel function in this process, for a function of a minion on the master's machine.
 */
import type { Logger, MasterCall, MasterResult, PluginCatalog } from "@salt/core";
import { JidSource, loadConfig, masterOptions } from "@salt/core";
import type { FunctionRun, RunEnd } from "./run-events.js";
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
  const isKept = config.job_cache && config.runner_returns;
  const keep = (run: FunctionRun, end: RunEnd): void => storeRun(config, opts, run, end, Date.now());
  const jid = new JidSource().next();
  const session = new RunnerSession({ ...parts, config, opts, jid, keep: isKept ? keep : undefined });
  try {
    return await session.master[client](configFile, fun, call);
  } finally {
    await session.close();
  }
}
