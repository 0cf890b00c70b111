/**
 * The `spm` command from its parsed line to its exit status.
 */
import { dirname } from "node:path";
import type { SpmConfig } from "@salt/core";
import { loadConfig, spmOptions } from "@salt/core";
import type { Identity, SpmUser } from "@salt/spm";
import { Spm, SpmError } from "@salt/spm";
import { helpText } from "../../arguments/help.js";
import type { CommandLine } from "../../arguments/program.js";
import { spmProgram } from "../../arguments/programs/spm.js";
import { UsageError } from "../../arguments/usage-error.js";
import type { Terminal } from "../../print/terminal.js";
import { configFile, overridesOf } from "../configuration.js";
import { EXIT, unlessSalt } from "../exit-status.js";
import { Settings } from "../settings.js";
import { terminalLogger } from "../terminal-logger.js";
import { hookRunner } from "./hook-process.js";

/** A parsed command line of spm. */
export type SpmLine = CommandLine<(typeof spmProgram)["options"]>;

/** Commands that need no argument. */
const ALONE = new Set(["update_repo", "close"]);

/** What spm takes from its process. */
export interface SpmHost {
  readonly identity: Identity;
  /** The module of processes that run hooks. */
  readonly hooks: URL;
}

/** Runs the command; the exit status. */
export async function spmMain(line: SpmLine, terminal: Terminal, host: SpmHost): Promise<number> {
  const { positionals, options } = line;
  if (positionals.length === 0 || (positionals.length === 1 && !ALONE.has(positionals[0] ?? ""))) {
    terminal.out(helpText(spmProgram, terminal.columns));
    throw new UsageError(spmProgram, "Insufficient arguments");
  }
  const file = configFile("spm", line, terminal);
  const { config, opts, warnings } = loadConfig(spmOptions, {
    file,
    overrides: overridesOf(spmOptions, line),
  });
  const log = terminalLogger(new Settings(line, opts), terminal, "spm_logfile");
  for (const warning of warnings) log.info({}, warning);
  const spm = new Spm({
    config,
    configDir: dirname(file),
    user: userAt(terminal),
    assumeYes: options.assume_yes,
    force: options.force,
    verbose: options.verbose,
    hooks: hookRunner({ entry: host.hooks, configDir: dirname(file), log, signal: terminal.signal }),
    identity: host.identity,
    newest: sourceDate(terminal.env.SOURCE_DATE_EPOCH),
    log,
    signal: terminal.signal,
  });
  try {
    await spm.run(positionals);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof SpmError)) throw error;
    return report(error, config, terminal);
  } finally {
    await spm.close();
  }
}

/** Salt prints its refusals and ends with status 0. */
function report(error: SpmError, config: SpmConfig, terminal: Terminal): number {
  terminal.err(`${error.message}\n`);
  if (error.hint !== undefined) terminal.err(`${error.hint}\n`);
  return error.isSalts ? unlessSalt(config.exit_codes, error.exitCode) : error.exitCode;
}

function userAt(terminal: Terminal): SpmUser {
  return {
    tell: (text) => terminal.out(`${text}\n`),
    warn: (text) => terminal.err(`WARNING: ${text}\n`),
    confirm: async (text) => {
      terminal.out(`${text}\n`);
      const answer = await terminal.ask("Proceed? [N/y] ");
      return answer?.toLowerCase().startsWith("y") === true;
    },
  };
}

function sourceDate(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
