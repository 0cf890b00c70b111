/**
 * Running commands, scripts and program texts.
 */
import { executionModule, fn, isList, maybe, needed, pythonStr } from "@salt/core";
import { commandFunctions } from "./cmd/command-functions.js";
import { powershellFunctions } from "./cmd/powershell.js";
import { findProgram } from "./cmd/programs.js";
import { scriptFunctions } from "./cmd/script-functions.js";
import { listShells, shellInfo } from "./cmd/shells.js";
import { writeToTerminal } from "./cmd/tty.js";

export const cmd = executionModule("cmdmod", {
  doc: "Running commands, scripts and program texts.",
  virtualName: "cmd",
  functions: {
    ...commandFunctions,
    ...scriptFunctions,
    ...powershellFunctions,
    has_exec: fn({
      doc: "Whether a program is found.",
      examples: ["salt '*' cmd.has_exec rsync"],
      params: { cmd: needed.str("The program.") },
      run: ({ cmd: name }) => findProgram(name) !== undefined,
    }),
    which: fn({
      doc: "The path of a program; nothing when it is not found.",
      examples: ["salt '*' cmd.which rsync"],
      params: { cmd: needed.str("The program.") },
      run: ({ cmd: name }) => findProgram(name) ?? null,
    }),
    which_bin: fn({
      doc: "The path of the first of several programs that is found; nothing when none is.",
      examples: ["salt '*' cmd.which_bin '[pip3, pip]'"],
      params: { cmds: needed.any("The programs.") },
      run: ({ cmds }) => {
        const names = isList(cmds) ? cmds.map(pythonStr) : [pythonStr(cmds)];
        return names.map(findProgram).find((path) => path !== undefined) ?? null;
      },
    }),
    shells: fn({
      doc: "The shells that /etc/shells lists.",
      examples: ["salt '*' cmd.shells"],
      run: () => listShells(),
    }),
    shell_info: fn({
      doc: "Path and version of a shell or script language: bash, perl, php, python, ruby, tcsh or zsh.",
      examples: ["salt '*' cmd.shell_info bash"],
      params: {
        shell: needed.str("The shell or language."),
        list_modules: maybe.bool(false, "For PowerShell only; has no meaning here."),
      },
      run: ({ shell }, context) => shellInfo(shell, context),
    }),
    tty: fn({
      doc: "Writes a text to a terminal of the machine.",
      examples: ["salt '*' cmd.tty tty0 'The machine restarts at noon.'", "salt '*' cmd.tty pts3 hello"],
      params: { device: needed.str("The terminal."), echo: maybe.any("", "The text.") },
      run: ({ device, echo }) => writeToTerminal(device, pythonStr(echo)),
    }),
  },
});
