/**
 * The salt-minion daemon from its parsed command line to its exit status.
 */
import type { Logger } from "@salt/core";
import { minionOptions } from "@salt/core";
import { startMinion } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";
import type { CommandLine } from "../../arguments/program.js";
import type { saltMinionProgram } from "../../arguments/programs/salt-minion.js";
import type { Terminal } from "../../print/terminal.js";
import { loadConfiguration } from "../configuration.js";
import type { DaemonHost } from "../daemon/daemon-host.js";
import { refuseKeepalive } from "../daemon/refuse-options.js";
import { runDaemon } from "../daemon/run-daemon.js";

type MinionLine = CommandLine<(typeof saltMinionProgram)["options"]>;

/** Runs the minion; `workerEntry` is what its job processes run. The exit status. */
export async function minionMain(
  line: MinionLine,
  terminal: Terminal,
  host: DaemonHost,
  workerEntry: URL,
): Promise<number> {
  refuseKeepalive(line);
  const loaded = await loadConfiguration(minionOptions, "minion", line, terminal);
  const { config, opts } = loaded;
  // A restart is no reason to end jobs; whoever stops a minion at a terminal means its jobs too.
  const leavesJobs = (): boolean => host.wasTerminated();
  const start = (log: Logger) =>
    startMinion({ config, opts, plugins: builtinPlugins, workerEntry, leavesJobs, log });
  return await runDaemon(
    { program: "salt-minion", config, loaded, inBackground: line.options.daemon, start },
    terminal,
    host,
  );
}
