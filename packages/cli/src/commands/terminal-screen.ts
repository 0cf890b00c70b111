/**
 * The screen of a command at a terminal: values go through the outputters.
 */
import type { Dict, MasterConfig, Outputter } from "@salt/core";
import { outputterPlugins } from "@salt/modules";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import { ownOutputterNames } from "../print/own-outputter-names.js";
import type { OwnOutputters } from "../print/own-outputters.js";
import type { Terminal } from "../print/terminal.js";
import type { Screen } from "./screen.js";
import { Settings } from "./settings.js";
import { terminalLogger } from "./terminal-logger.js";

/** Options of the configuration that decide how things are printed. */
export type PrintConfig = Pick<
  MasterConfig,
  "color" | "strip_colors" | "state_output" | "state_verbose" | "output"
>;

/** A screen for a command line. `opts` has all options by Salt's names: outputters read some of them. */
export function terminalScreen(
  line: CommandLine<Options>,
  terminal: Terminal,
  config: PrintConfig,
  opts: Dict,
): Screen {
  const findOwn = ownOutputters(line, terminal, opts);
  return {
    value: async (value, hint = {}) => {
      const { display } = await import("../print/display.js");
      const { outputter, retcode } = hint;
      await display({ value, outputter, retcode, line, config, opts, terminal, findOwn });
    },
    prepare: () => void loadOutputter(line, terminal, config).catch(() => {}),
    line: (text) => terminal.out(`${text}\n`),
    complain: (text) => terminal.err(`${text}\n`),
  };
}

/** Finds outputters on disk; they are opened at the first that is there, and closed with the program. */
function ownOutputters(
  line: CommandLine<Options>,
  terminal: Terminal,
  opts: Dict,
): (name: string) => Promise<Outputter | undefined> {
  let names: readonly string[] | undefined;
  let opened: Promise<OwnOutputters> | undefined;
  return async (name) => {
    names ??= ownOutputterNames(opts);
    if (!names.includes(name)) return undefined;
    const log = terminalLogger(new Settings(line, opts), terminal);
    opened ??= import("../print/own-outputters.js").then(({ OwnOutputters }) =>
      terminal.scope.use(new OwnOutputters(opts, log, terminal.signal)),
    );
    return await (await opened).find(name);
  };
}

/** Failures are told when something is printed. */
async function loadOutputter(
  line: CommandLine<Options>,
  terminal: Terminal,
  config: PrintConfig,
): Promise<void> {
  const { chosenOutputter } = await import("../print/display.js");
  const name = chosenOutputter({ value: null, line, terminal, config });
  await outputterPlugins
    .ofKind("outputter")
    .find((entry) => entry.virtualName === name)
    ?.load();
}
