/**
 * The salt-api daemon from its parsed command line to its exit status.
 */
import { startApi } from "@salt/api";
import { currentAccount } from "@salt/client";
import type { Logger } from "@salt/core";
import { masterOptions } from "@salt/core";
import type { CommandLine } from "../../arguments/program.js";
import type { saltApiProgram } from "../../arguments/programs/salt-api.js";
import type { Terminal } from "../../print/terminal.js";
import { loadConfiguration } from "../configuration.js";
import type { DaemonHost } from "../daemon/daemon-host.js";
import { refuseKeepalive } from "../daemon/refuse-options.js";
import { runDaemon } from "../daemon/run-daemon.js";

type ApiLine = CommandLine<(typeof saltApiProgram)["options"]>;

/** Runs salt-api; the exit status. It reads the master's configuration, and has its own log and process id. */
export async function apiMain(line: ApiLine, terminal: Terminal, host: DaemonHost): Promise<number> {
  refuseKeepalive(line);
  const loaded = await loadConfiguration(masterOptions, "master", line, terminal);
  const config = {
    ...loaded.config,
    pidfile: loaded.config.api_pidfile,
    log_file: loaded.config.api_logfile,
  };
  if (line.given.has("pidfile")) config.pidfile = line.options.pidfile;
  const start = (log: Logger) =>
    startApi({ config: loaded.config, configFile: loaded.file, user: currentAccount(), log });
  return await runDaemon(
    { program: "salt-api", config, loaded, inBackground: line.options.daemon, start },
    terminal,
    host,
  );
}
