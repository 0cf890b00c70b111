/**
 * The screen of a command at a terminal: values go through the outputters.
 */
import type { Dict, MasterConfig } from "@salt/core";
import { outputterPlugins } from "@salt/modules";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import type { Terminal } from "../print/terminal.js";
import type { Screen } from "./screen.js";

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
  return {
    value: async (value, hint = {}) => {
      const { display } = await import("../print/display.js");
      const { outputter, retcode } = hint;
      await display({ value, outputter, retcode, line, config, opts, terminal });
    },
    prepare: () => void loadOutputter(line, terminal, config).catch(() => {}),
    line: (text) => terminal.out(`${text}\n`),
    complain: (text) => terminal.err(`${text}\n`),
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
