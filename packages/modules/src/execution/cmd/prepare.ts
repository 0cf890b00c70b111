/**
 * From the arguments of a call to a process that can be started.
 */
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, pythonRepr, pythonStr } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import type { Account } from "./account.js";
import { accountOf, disguiseFor, groupIdOf } from "./account.js";
import type { Environment } from "./environment.js";
import { environmentOf } from "./environment.js";
import { loginEnvironment } from "./login.js";
import { refuseNul } from "./nul.js";
import type { RunOptions } from "./params.js";
import { isProgram, startFault } from "./programs.js";
import type { ProcessRequest } from "./run-process.js";
import type { PillarOfCall } from "./template.js";
import { renderedText, templateContext } from "./template.js";
import { splitWords } from "./words.js";

/** A command as the caller gave it, with what decides how it is run. */
export interface Command {
  readonly cmd: Value;
  readonly options: RunOptions;
  /** Whether a user called the function, not another function. */
  readonly isFromUser: boolean;
  /** Whether standard error goes where standard output goes. */
  readonly merge: boolean;
  /** Which pillar the command sees when it is a template. */
  readonly pillar?: PillarOfCall | undefined;
}

/** A process that can be started, and the command in the form that messages show. */
export interface Prepared extends Pick<ProcessRequest, "words" | "cwd" | "env" | "ids"> {
  readonly shown: string;
}

/** Works out what to start. Throws CommandExecutionError for what cannot be. */
export async function prepare(given: Command, context: ExecutionContext): Promise<Prepared> {
  const command = await withoutTemplate(given, context);
  const { options } = command;
  if (options.use_vt) throw new CommandExecutionError("use_vt: commands are not run in a terminal here");
  if (isTruthy(options.shell) && !isProgram(options.shell ?? "")) {
    throw new CommandExecutionError(`The shell ${options.shell} is not available`);
  }
  const text = commandText(command.cmd);
  const account = options.runas === null ? undefined : accountOf(options.runas);
  const gid = options.group === null ? undefined : groupIdOf(options.group);
  const env = await environment(options, account, context);
  const umask = umaskDigits(options.umask);
  const cwd = workingDirectory(options.cwd, account);
  const words = wordsOf(command, context);
  refuseNul(words);
  const usesShell = isShellUsed(command, context);
  const fault = startFault(words[0] ?? "", env.PATH);
  const shown =
    usesShell && !isList(command.cmd) ? text : pythonRepr([...(usesShell ? words.slice(2) : words)]);
  if (fault !== undefined) throw new CommandExecutionError(faultText(shown, command, usesShell, cwd, fault));
  const { words: before, ids } = disguiseFor({ account, gid });
  return { words: [...before, ...wrapped(words, umask, command.merge)], ids, cwd, env, shown };
}

/** The command with its text and directory rendered, where it is a template. */
async function withoutTemplate(command: Command, context: ExecutionContext): Promise<Command> {
  const { cmd, options } = command;
  const { template, cwd, saltenv } = options;
  if (template === null) return command;
  const own = await templateContext(context, command.pillar);
  const render = (text: string): Promise<string> => renderedText(own, template, saltenv, text);
  const words = isList(cmd) ? await Promise.all(cmd.map((word) => render(pythonStr(word)))) : undefined;
  return {
    ...command,
    cmd: words ?? (await render(pythonStr(cmd))),
    options: { ...options, template: null, cwd: cwd === null ? null : await render(pythonStr(cwd)) },
  };
}

function commandText(cmd: Value): string {
  const text = isList(cmd) ? cmd.map(pythonStr).join(" ") : pythonStr(cmd);
  if (text.trim() === "") throw new PythonError("IndexError", "There is no command: it is empty");
  return text;
}

/** Commands of users are read by a shell unless they say otherwise; those of other functions are not. */
function isShellUsed({ options, isFromUser }: Command, { opts }: ExecutionContext): boolean {
  if (options.python_shell !== null) return isTruthy(options.python_shell);
  return isFromUser || opts.get("cmd_safe") === false;
}

function wordsOf(command: Command, context: ExecutionContext): readonly string[] {
  const { cmd, options } = command;
  const list = isList(cmd) ? cmd.map(pythonStr) : undefined;
  if (isShellUsed(command, context)) {
    const shell = isTruthy(options.shell) ? (options.shell ?? "") : "/bin/sh";
    return [shell, "-c", ...(list ?? [pythonStr(cmd)])];
  }
  return list ?? splitWords(pythonStr(cmd));
}

/** Redirecting and the mask are the business of a small shell that becomes the command. */
function wrapped(words: readonly string[], umask: string | undefined, merge: boolean): readonly string[] {
  if (umask === undefined && !merge) return words;
  const script = `${umask === undefined ? "" : `umask ${umask} && `}exec "$@"${merge ? " 2>&1" : ""}`;
  return ["/bin/sh", "-c", script, "sh", ...words];
}

async function environment(
  options: RunOptions,
  account: Account | undefined,
  { log, signal }: ExecutionContext,
): Promise<Environment> {
  return environmentOf({
    env: options.env,
    cleanEnv: options.clean_env,
    resetLocale: options.reset_system_locale,
    prependPath: options.prepend_path,
    login: account === undefined ? {} : await loginEnvironment(account, options.shell, log, signal),
    inherited: process.env,
  });
}

function umaskDigits(umask: Value): string | undefined {
  if (umask === null) return undefined;
  const digits = pythonStr(umask).replace(/^0+/, "");
  if (digits === "") throw new CommandExecutionError("Zero umask is not allowed.");
  if (!/^[0-7]{1,4}$/.test(digits)) throw new CommandExecutionError(`Invalid umask: '${pythonStr(umask)}'`);
  return digits;
}

function workingDirectory(given: Value, account: Account | undefined): string {
  if (!isTruthy(given)) {
    const home = account?.home ?? homedir();
    return isReadableDirectory(home) ? home : "/";
  }
  const cwd = pythonStr(given);
  if (isAbsolute(cwd) && isDirectory(cwd)) return cwd;
  throw new CommandExecutionError(`Specified cwd '${cwd}' either not absolute or does not exist`);
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isReadableDirectory(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return isDirectory(path);
  } catch {
    return false;
  }
}

/** Real Salt shows the arguments of the call that starts the process; tools look for the reason at the end. */
function faultText(shown: string, command: Command, usesShell: boolean, cwd: string, reason: string): string {
  const { options, merge } = command;
  const facts = [
    `'cwd': ${pythonRepr(cwd)}`,
    `'shell': ${pythonRepr(usesShell)}`,
    `'stdout': -1`,
    `'stderr': ${merge ? -2 : -1}`,
    `'with_communicate': True`,
    `'timeout': ${pythonRepr(options.timeout)}`,
    `'bg': ${pythonRepr(options.bg)}`,
    `'close_fds': True`,
  ];
  const visible = options.output_loglevel === "quiet" ? "REDACTED" : shown;
  return `Unable to run command '${visible}' with the context '{${facts.join(", ")}}', reason: ${reason}`;
}
