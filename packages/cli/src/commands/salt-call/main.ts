/**
 * The `salt-call` command from its parsed line to its exit status.
 */
import { minionOptions, SaltError } from "@salt/core";
import { builtinPlugins } from "@salt/modules";
import type { CommandLine } from "../../arguments/program.js";
import type { saltCallProgram } from "../../arguments/programs/salt-call.js";
import type { Terminal } from "../../print/terminal.js";
import { findAccount } from "../accounts.js";
import { withUsage } from "../command-error.js";
import { configFile, overridesOf } from "../configuration.js";
import { EXIT } from "../exit-status.js";
import { openInvocation, withStandardInput } from "../open-invocation.js";
import { profiled } from "../profile.js";
import { loadWithSdb } from "../sdb-values.js";
import { Settings } from "../settings.js";
import { configOverrides, executorOverrides } from "./command.js";
import { runCall } from "./run-call.js";

/** Takes on another account for the rest of the process; made by the bin. */
export type BecomeAccount = (name: string) => Promise<void>;

/** Runs the command; the exit status. */
export async function callMain(
  typed: CommandLine<(typeof saltCallProgram)["options"]>,
  terminal: Terminal,
  becomeAccount: BecomeAccount,
): Promise<number> {
  const line = await withStandardInput(typed, terminal);
  const settings = new Settings(line, new Map());
  const file = configFile("minion", line, terminal);
  const executors = await executorOverrides(settings);
  const overrides = { ...overridesOf(minionOptions, line), ...configOverrides(settings), ...executors };
  const loaded = await loadWithSdb(minionOptions, { file, overrides });
  const account = settings.isGiven("user") ? settings.text("user") : undefined;
  if (account !== undefined) await takeAccount(account, becomeAccount);
  const invocation = openInvocation(line, terminal, { ...loaded, file });
  const profile = { program: "salt-call", settings, tell: invocation.screen.complain };
  return await withUsage(line, terminal, () => profiled(profile, () => runCall(invocation, builtinPlugins)));
}

async function takeAccount(name: string, becomeAccount: BecomeAccount): Promise<void> {
  if ((await findAccount(name)) === undefined) {
    throw new SaltError(
      "NO_SUCH_ACCOUNT",
      `Failed to prepare the Salt environment for user ${name}. The user is not available.`,
      {
        hint: "Name an account of this machine after --priv.",
        exitCode: EXIT.noUser,
      },
    );
  }
  await becomeAccount(name);
}
