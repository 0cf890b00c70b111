/**
 * The `salt` command from its parsed line to its exit status.
 */
import { masterOptions, systemClock } from "@salt/core";
import type { CommandLine } from "../../arguments/program.js";
import type { saltProgram } from "../../arguments/programs/salt.js";
import { StatusLine } from "../../print/status-line.js";
import type { Terminal } from "../../print/terminal.js";
import { withUsage } from "../command-error.js";
import { configFile } from "../configuration.js";
import { EXIT } from "../exit-status.js";
import { openInvocation, withLogin, withStandardInput } from "../open-invocation.js";
import { loadWithSdb } from "../sdb-values.js";
import { progressFor } from "./progress.js";
import { runSalt } from "./run-salt.js";

type SaltLine = CommandLine<(typeof saltProgram)["options"]>;

/** Runs the command; the exit status. */
export async function saltMain(typed: SaltLine, terminal: Terminal): Promise<number> {
  const line = await withStandardInput(typed, terminal);
  const file = configFile("master", line, terminal);
  const status = new StatusLine(terminal);
  const loaded = { ...(await loadWithSdb(masterOptions, { file })), file };
  const invocation = withLogin(openInvocation(line, status.terminal, loaded), terminal);
  if (line.options.config_dump) {
    await invocation.screen.value(invocation.opts, { outputter: "yaml" });
    return EXIT.ok;
  }
  return await withUsage(line, terminal, () => {
    const asked = invocation.settings.flag("progress");
    return runSalt(invocation, progressFor(terminal, status, asked, systemClock));
  });
}
