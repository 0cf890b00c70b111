/**
 * Runs a program: parses its command line, prints help and version, turns errors into texts and exit statuses.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Scope } from "@salt/core";
import type { Options } from "../arguments/option.js";
import { parseCommandLine } from "../arguments/parse.js";
import type { CommandLine, Program } from "../arguments/program.js";
import { versionLine } from "../commands/version.js";
import type { Terminal } from "../print/terminal.js";
import { processTerminal } from "./process-terminal.js";

/** What a program does once its command line is read; gives the exit status. */
export type Run<T extends Options> = (line: CommandLine<T>, terminal: Terminal) => Promise<number>;

/** Exit status after a second Ctrl-C, as shells give it. */
const EXIT_INTERRUPTED = 130;

/**
 * Runs a program to its end, and ends the process. `load` brings in the code of the program: `--version`
 * and `--help` do without it.
 */
export async function runProgram<T extends Options>(
  program: Program<T>,
  load: () => Promise<Run<T>>,
): Promise<void> {
  const interrupt = new AbortController();
  const scope = new Scope();
  const terminal = processTerminal(interrupt.signal, scope);
  const status = await statusOf(program, load, terminal, interrupt);
  await scope.close();
  process.exit(status);
}

async function statusOf<T extends Options>(
  program: Program<T>,
  load: () => Promise<Run<T>>,
  terminal: Terminal,
  interrupt: AbortController,
): Promise<number> {
  const argv = process.argv.slice(2);
  try {
    const typed = parseCommandLine(program, argv);
    if (typed.stop === "version") return told(terminal, versionLine(program.name));
    if (typed.stop === "help") {
      const { helpText } = await import("../arguments/help.js");
      return told(terminal, helpText(program, terminal.columns));
    }
    if (typed.options.versions_report === true) {
      const { collectVersions, versionsReport } = await import("@salt/modules");
      return told(terminal, versionsReport(await collectVersions()));
    }
    hidePassword(program.name, typed);
    abortOnSignals(interrupt);
    const line = await withSaltfile(typed, terminal);
    if (line.given.has("output_file")) (await import("../print/output-file.js")).prepareOutputFile(line);
    return await (await load())(line, terminal);
  } catch (error) {
    const { describeError } = await import("../print/failure.js");
    const failure = describeError(error, program.name, argv.includes("--hard-crash"));
    terminal.err(failure.text);
    return failure.exitCode;
  }
}

/** Takes a password out of the list of processes, as far as a program can: a terminal's question never shows it there. */
function hidePassword<T extends Options>(name: string, line: CommandLine<T>): void {
  if (line.given.has("password")) process.title = name;
}

function told(terminal: Terminal, text: string): number {
  terminal.out(text);
  return 0;
}

function abortOnSignals(interrupt: AbortController): void {
  const stop = (): void => {
    if (interrupt.signal.aborted) process.exit(EXIT_INTERRUPTED);
    interrupt.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

/** Adds what a Saltfile says: the one named, or that of the working directory, or that of the account. */
async function withSaltfile<T extends Options>(
  line: CommandLine<T>,
  terminal: Terminal,
): Promise<CommandLine<T>> {
  const named = line.options.saltfile ?? terminal.env.SALT_SALTFILE;
  const path = typeof named === "string" ? named : saltfilePath();
  if (path === undefined) return line;
  const { applySaltfile } = await import("../arguments/saltfile.js");
  return applySaltfile(line, path);
}

function saltfilePath(): string | undefined {
  return ["Saltfile", join(homedir(), ".salt", "Saltfile")].find((path) => existsSync(path));
}
