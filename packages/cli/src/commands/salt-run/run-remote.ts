/**
 * `salt-run -a`: the master runs the function, as far as the rules of the user allow it.
 */
import type { ExternalLogin } from "@salt/client";
import { PublishRefusedError, RunnerClient } from "@salt/client";
import type { MasterConfig, Plain, Value } from "@salt/core";
import { getString, isDict, pythonStr } from "@salt/core";
import { EXIT, unlessSalt } from "../exit-status.js";
import { INTERRUPTED } from "../interrupted.js";
import type { Invocation } from "../invocation.js";

/** What to run. */
export interface RemoteRun {
  readonly fun: string;
  /** Arguments as a job has them. */
  readonly args: readonly Value[];
  /** Do not wait for the end. */
  readonly isAsync: boolean;
}

/** Runs it and prints what it gives; the exit status. */
export async function runRemote(
  invocation: Invocation<MasterConfig>,
  login: ExternalLogin,
  run: RemoteRun,
): Promise<number> {
  const { config, configFile, user, log, signal, policy, screen } = invocation;
  const client = RunnerClient.of({ config, configFile, user, login, log, signal });
  try {
    return await runBy(client, invocation, run);
  } catch (error) {
    if (signal.aborted) {
      screen.complain(INTERRUPTED);
      return unlessSalt(policy, EXIT.interrupted);
    }
    if (!(error instanceof PublishRefusedError)) throw error;
    // As other commands do, with the master's own words.
    await screen.value(error.message, { retcode: 1 });
    return unlessSalt(policy, error.exitCode);
  } finally {
    client.close();
  }
}

async function runBy(
  client: RunnerClient,
  { settings, screen, policy }: Invocation<MasterConfig>,
  { fun, args, isAsync }: RemoteRun,
): Promise<number> {
  const call = callOf(args);
  if (isAsync) {
    const { tag } = await client.cmdAsync(fun, call);
    screen.complain(`[WARNING ] Running in asynchronous mode. This execution is running under tag ${tag}`);
    return EXIT.ok;
  }
  const timeout = settings.isGiven("timeout") ? settings.number("timeout") : undefined;
  const { value, success } = await client.full(fun, call, timeout === undefined ? {} : { timeout });
  if (!settings.flag("quiet")) await printed(screen, value);
  return success ? EXIT.ok : unlessSalt(policy, EXIT.failed);
}

async function printed(screen: Invocation<MasterConfig>["screen"], value: Value): Promise<void> {
  const outputter = getString(value, "outputter");
  const isWrapped = isDict(value) && value.size === 2 && value.has("data") && outputter !== undefined;
  if (isWrapped) await screen.value(value.get("data") ?? null, { outputter });
  else await screen.value(value, { outputter });
}

function callOf(args: readonly Value[]): {
  readonly arg: readonly Plain[];
  readonly kwarg: Record<string, Plain>;
} {
  const kwarg: Record<string, Plain> = {};
  const arg: Value[] = [];
  for (const each of args) {
    if (!isDict(each) || each.get("__kwarg__") !== true) arg.push(each);
    else for (const [name, value] of each) if (name !== "__kwarg__") kwarg[pythonStr(name)] = value;
  }
  return { arg, kwarg };
}
