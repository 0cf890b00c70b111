/**
 * The `salt-run` command from its parsed line to its exit status.
 */
import { masterOptions } from "@salt/core";
import { builtinPlugins } from "@salt/modules";
import type { CommandLine } from "../../arguments/program.js";
import type { saltRunProgram } from "../../arguments/programs/salt-run.js";
import type { Terminal } from "../../print/terminal.js";
import { withUsage } from "../command-error.js";
import { configFile } from "../configuration.js";
import { openInvocation, withLogin, withStandardInput } from "../open-invocation.js";
import { profiled } from "../profile.js";
import { loadWithSdb } from "../sdb-values.js";
import type { StartDetached } from "./run-runner.js";
import { runRunner } from "./run-runner.js";

/** Runs the command; the exit status. */
export async function runMain(
  typed: CommandLine<(typeof saltRunProgram)["options"]>,
  terminal: Terminal,
  startDetached: StartDetached,
): Promise<number> {
  const line = await withStandardInput(typed, terminal);
  const file = configFile("master", line, terminal);
  const loaded = { ...(await loadWithSdb(masterOptions, { file })), file };
  const invocation = withLogin(openInvocation(line, terminal, loaded), terminal);
  const profile = { program: "salt-run", settings: invocation.settings, tell: invocation.screen.complain };
  return await withUsage(line, terminal, () =>
    profiled(profile, () => runRunner(invocation, builtinPlugins, startDetached)),
  );
}
