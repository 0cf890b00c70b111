/**
 * The `salt` command: sends a job to minions and prints what they answer.
 */
import { MasterUnreachableError, openJobClient } from "@salt/client";
import type { MasterConfig } from "@salt/core";
import { SaltError, systemClock } from "@salt/core";
import { CommandError } from "../command-error.js";
import { EXIT, unlessSalt } from "../exit-status.js";
import type { Invocation } from "../invocation.js";
import { jobCache } from "../job-cache.js";
import type { SaltCommand } from "./command.js";
import { readSaltCommand } from "./command.js";
import { tellIdleOptions } from "./idle-options.js";
import { LenientClient } from "./lenient-client.js";
import type { Progress } from "./progress.js";
import { interrupted, runDirect } from "./run-direct.js";
import type { SaltSession } from "./session.js";
import { NOTHING_MATCHED } from "./session.js";

/** Runs the command; the exit status. Throws CommandError, which the bin prints with the usage. */
export async function runSalt(invocation: Invocation<MasterConfig>, progress: Progress): Promise<number> {
  const command = await readSaltCommand(invocation.positionals, invocation.settings);
  if (invocation.settings.flag("preview_target")) {
    const { runPreview } = await import("./run-preview.js");
    return await runPreview(invocation, command.target);
  }
  try {
    return await withClient(invocation, command, progress);
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

async function withClient(
  invocation: Invocation<MasterConfig>,
  command: SaltCommand,
  progress: Progress,
): Promise<number> {
  const { config, configFile, user, log, settings, screen, policy, signal } = invocation;
  const lookup = jobCache(config);
  const login = await invocation.login?.();
  const client = await openJobClient({ config, configFile, user, login, log, lookup, signal });
  try {
    const where = { screen, progress, settings, policy, now: systemClock.now, signal };
    if (policy === "honest") return await run({ command, client, ...where }, invocation);
    const lenient = new LenientClient(client, screen);
    const status = await run({ command, client: lenient, ...where }, invocation);
    const isGathered = command.batch !== undefined || settings.flag("static") || settings.flag("async");
    return isGathered ? status : lenient.statusOf(status);
  } finally {
    await client.close();
  }
}

/** Narrows the target if asked, then runs the job in the way that is asked for. */
async function run(session: SaltSession, invocation: Invocation<MasterConfig>): Promise<number> {
  tellIdleOptions(session);
  const count = session.command.subset ?? 0;
  if (count === 0) return await runAsAsked(session, invocation);
  const some = await (await import("./run-subset.js")).narrowed(session, count);
  if (session.signal.aborted) return interrupted(session, undefined);
  // As in Salt, where nobody is there to be asked for functions, that is said here and again of the job itself.
  if (some === undefined) session.screen.line(NOTHING_MATCHED);
  return await runAsAsked(some ?? session, invocation);
}

/** Loads only the way that is asked for: most runs need none but the direct one. */
async function runAsAsked(session: SaltSession, invocation: Invocation<MasterConfig>): Promise<number> {
  const { settings, command, screen } = session;
  const { batch, safe } = command;
  if (batch !== undefined) return await (await import("./run-batch.js")).runBatch(session, batch);
  if (settings.flag("static")) return await (await import("./run-gathered.js")).runStatic(session);
  if (safe !== undefined && (await countOf(session, invocation)) >= safe.limit) {
    screen.line("\nNOTICE: Too many minions targeted, switching to batch execution.");
    return await (await import("./run-batch.js")).runBatch(session, safe.size);
  }
  if (settings.flag("async")) return await (await import("./run-async.js")).runAsync(session);
  if (command.fun === "sys.doc") return await (await import("./run-gathered.js")).runDocs(session);
  return await runDirect(session);
}

/** How many minions the target is expected to reach. */
async function countOf({ command }: SaltSession, invocation: Invocation<MasterConfig>): Promise<number> {
  const { previewTarget } = await import("./run-preview.js");
  return (await previewTarget(invocation, command.target)).length;
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
