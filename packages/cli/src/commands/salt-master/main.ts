/**
 * The salt-master daemon from its parsed command line to its exit status.
 */
import type { Logger } from "@salt/core";
import { masterOptions } from "@salt/core";
import { startMaster } from "@salt/master";
import { builtinPlugins } from "@salt/modules";
import type { CommandLine } from "../../arguments/program.js";
import type { saltMasterProgram } from "../../arguments/programs/salt-master.js";
import type { Terminal } from "../../print/terminal.js";
import { loadConfiguration } from "../configuration.js";
import type { DaemonHost } from "../daemon/daemon-host.js";
import { refuseKeepalive } from "../daemon/refuse-options.js";
import { runDaemon } from "../daemon/run-daemon.js";

type MasterLine = CommandLine<(typeof saltMasterProgram)["options"]>;

/** Runs the master; the exit status. */
export async function masterMain(
  line: MasterLine,
  terminal: Terminal,
  host: DaemonHost,
  pillarEntry: URL,
): Promise<number> {
  refuseKeepalive(line);
  const loaded = await loadConfiguration(masterOptions, "master", line, terminal);
  const { config, opts } = loaded;
  const start = (log: Logger) => startMaster({ config, opts, plugins: builtinPlugins, pillarEntry, log });
  return await runDaemon(
    { program: "salt-master", config, loaded, inBackground: line.options.daemon, start },
    terminal,
    host,
  );
}
