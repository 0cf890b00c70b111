/**
 * The `salt-cp` command from its parsed line to its exit status.
 */
import { loadConfig, masterOptions } from "@salt/core";
import type { CommandLine } from "../../arguments/program.js";
import type { saltCpProgram } from "../../arguments/programs/salt-cp.js";
import type { Terminal } from "../../print/terminal.js";
import { withUsage } from "../command-error.js";
import { configFile } from "../configuration.js";
import { openInvocation } from "../open-invocation.js";
import { runCopy } from "./run-copy.js";

type SaltCpLine = CommandLine<(typeof saltCpProgram)["options"]>;

/** Runs the command; the exit status. */
export async function saltCpMain(line: SaltCpLine, terminal: Terminal): Promise<number> {
  const file = configFile("master", line, terminal);
  const invocation = openInvocation(line, terminal, { ...loadConfig(masterOptions, { file }), file });
  return await withUsage(line, terminal, () => runCopy(invocation));
}
