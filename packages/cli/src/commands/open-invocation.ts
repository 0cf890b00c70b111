/**
 * Makes an invocation of a parsed command line, a configuration and a terminal.
 */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ExternalLogin } from "@salt/client";
import { callerName, currentAccount } from "@salt/client";
import type { Dict, MasterConfig } from "@salt/core";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import { checkOutputter } from "../print/check-outputter.js";
import type { Terminal } from "../print/terminal.js";
import type { Invocation } from "./invocation.js";
import { Settings } from "./settings.js";
import { terminalLogger } from "./terminal-logger.js";
import type { PrintConfig } from "./terminal-screen.js";
import { terminalScreen } from "./terminal-screen.js";

/** Options of any configuration that commands themselves read. */
type SharedConfig = Pick<MasterConfig, "exit_codes"> & PrintConfig;

/** A configuration that was loaded, and from where. */
export interface LoadedFor<C> {
  readonly config: C;
  readonly opts: Dict;
  readonly file: string;
}

/** Puts it all together; warns when the directory of the configuration is not there. Throws UsageError. */
export function openInvocation<C extends SharedConfig>(
  line: CommandLine<Options>,
  terminal: Terminal,
  { config, opts, file }: LoadedFor<C>,
): Invocation<C> {
  checkOutputter(line, config.exit_codes, opts);
  const dir = dirname(file);
  if (!existsSync(dir)) terminal.err(`WARNING: CONFIG '${dir}' directory does not exist.\n`);
  const settings = new Settings(line, opts);
  return {
    config,
    opts,
    configFile: resolve(file),
    settings,
    positionals: line.positionals,
    screen: terminalScreen(line, terminal, config, opts),
    log: terminalLogger(settings, terminal),
    policy: config.exit_codes,
    user: callerName(currentAccount(), terminal.env.SUDO_USER),
    signal: terminal.signal,
  };
}

/** Lets a command beside a master speak as a user of an external system, or by a token. */
export function withLogin(
  invocation: Invocation<MasterConfig>,
  terminal: Terminal,
): Invocation<MasterConfig> {
  const login = async (): Promise<ExternalLogin | undefined> => {
    const { externalLogin } = await import("./login/external-login.js");
    return await externalLogin({ ...invocation, terminal });
  };
  return { ...invocation, login };
}

/** With `--args-stdin`, adds the options and words on standard input, one a line. */
export async function withStandardInput<T extends Options>(
  line: CommandLine<T>,
  terminal: Terminal,
): Promise<CommandLine<T>> {
  if (line.options.args_stdin !== true) return line;
  const { parseCommandLine } = await import("../arguments/parse.js");
  const words = (await terminal.readAll()).split(/\r?\n/).filter((word) => word !== "");
  const more = parseCommandLine(line.program, words);
  const added = Object.fromEntries([...more.given].map((name) => [name, more.options[name]]));
  return {
    ...line,
    options: { ...line.options, ...added },
    positionals: [...line.positionals, ...more.positionals],
    given: new Set([...line.given, ...more.given]),
  };
}
