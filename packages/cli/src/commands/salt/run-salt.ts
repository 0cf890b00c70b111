/**
 * The `salt` command: sends a job to minions and prints what they answer.
 */
import { MasterUnreachableError, openLocalClient } from "@salt/client";
import type { MasterConfig } from "@salt/core";
import { SaltError, systemClock } from "@salt/core";
import { CommandError } from "../command-error.js";
import { EXIT, unlessSalt } from "../exit-status.js";
import type { Invocation } from "../invocation.js";
import { jobCache } from "../job-cache.js";
import type { SaltCommand } from "./command.js";
import { readSaltCommand } from "./command.js";
import { interrupted, runDirect } from "./run-direct.js";
import type { SaltSession } from "./session.js";

/** Runs the command; the exit status. Throws CommandError, which the bin prints with the usage. */
export async function runSalt(invocation: Invocation<MasterConfig>): Promise<number> {
  const command = await readSaltCommand(invocation.positionals, invocation.settings);
  if (invocation.settings.flag("preview_target")) {
    const { runPreview } = await import("./run-preview.js");
    return await runPreview(invocation, command.target);
  }
  try {
    return await withClient(invocation, command);
  } catch (error) {
    if (
      !(error instanceof SaltError) ||
      error instanceof CommandError ||
      invocation.settings.flag("hard_crash")
    )
      throw error;
    return await refused(invocation, error);
  }
}

async function withClient(invocation: Invocation<MasterConfig>, command: SaltCommand): Promise<number> {
  const { config, configFile, user, log, settings, screen, policy, signal } = invocation;
  const lookup = jobCache(config);
  const client = await openLocalClient({ config, configFile, user, log, lookup, signal });
  try {
    return await run({ command, client, screen, settings, policy, now: systemClock.now, signal }, invocation);
  } finally {
    await client.close();
  }
}

/** Loads only the way that is asked for: most runs need none but the direct one. */
async function run(session: SaltSession, invocation: Invocation<MasterConfig>): Promise<number> {
  const { settings, command } = session;
  const batch = settings.text("batch");
  if (batch !== undefined) return await (await import("./run-batch.js")).runBatch(session, batch);
  if (settings.flag("static")) return await (await import("./run-gathered.js")).runStatic(session);
  if (await isTooMany(session, invocation)) {
    session.screen.line("\nNOTICE: Too many minions targeted, switching to batch execution.");
    const size = settings.text("batch_safe_size") ?? "8";
    return await (await import("./run-batch.js")).runBatch(session, size);
  }
  if (settings.flag("async")) return await (await import("./run-async.js")).runAsync(session);
  const subset = settings.number("subset") ?? 0;
  if (subset > 0) return await (await import("./run-subset.js")).runSubset(session, subset);
  if (command.fun === "sys.doc") return await (await import("./run-gathered.js")).runDocs(session);
  return await runDirect(session);
}

async function isTooMany(
  { settings, command }: SaltSession,
  invocation: Invocation<MasterConfig>,
): Promise<boolean> {
  const limit = settings.number("batch_safe_limit") ?? 0;
  if (limit <= 1) return false;
  const { previewTarget } = await import("./run-preview.js");
  return (await previewTarget(invocation, command.target)).length >= limit;
}

/** The master's refusal is what is printed, in the form of the outputter; real Salt then ends with 0. */
async function refused(invocation: Invocation<MasterConfig>, error: SaltError): Promise<number> {
  const { screen, policy, log, signal } = invocation;
  if (signal.aborted) return interrupted(invocation, undefined);
  if (error instanceof MasterUnreachableError)
    log.error({ ...error.details }, "Unable to connect to the salt master");
  await screen.value(error.message, { retcode: 1 });
  if (error.hint !== undefined && policy === "honest") screen.complain(error.hint);
  return error.exitCode === EXIT.ok ? EXIT.failed : unlessSalt(policy, error.exitCode);
}
