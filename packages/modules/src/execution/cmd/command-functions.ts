/**
 * Functions of `cmd` that run a command.
 */
import type { ExecutionContext, Rest } from "@salt/core";
import { CommandExecutionError, fn, isTruthy, maybe, needed } from "@salt/core";
import type { RunOptions } from "./params.js";
import { runOptions, shared } from "./params.js";
import type { Command } from "./prepare.js";
import { resultMap, runCommand } from "./run-command.js";
import { pillarOfCall } from "./template.js";

const cmd = needed.any("The command: a text, or a list of words.");
const { cwd, stdin, runas, group, shell, python_shell, env, clean_env, template, rstrip, umask } = shared;
const { output_encoding, output_loglevel, log_callback, hide_output, timeout, reset_system_locale } = shared;
const { ignore_retcode, saltenv, use_vt, bg, password, encoded_cmd, raise_err, prepend_path } = shared;
const { success_retcodes, success_stdout, success_stderr } = shared;
const mergedByDefault = { ...shared.redirect_stderr, fallback: true };

const place = { cwd, stdin, runas, group, shell };
const surroundings = { env, clean_env, template };
const output = { output_encoding, output_loglevel, log_callback };
const limits = { timeout, reset_system_locale, ignore_retcode, saltenv, use_vt };
const success = { success_retcodes, success_stdout, success_stderr };
/** In the order of the functions that give one of the outputs. */
const streamParams = {
  cmd,
  ...place,
  python_shell,
  ...surroundings,
  rstrip,
  umask,
  ...output,
  hide_output,
  ...limits,
  password,
  prepend_path,
  ...success,
};

/** `run`, `run_all`, `run_stdout`, `run_stderr`, `run_bg`, `retcode`, `shell`. */
export const commandFunctions = {
  run: fn({
    doc:
      "Runs a command and gives what it prints, standard error included, in the order of writing. On the command " +
      "line a shell reads the command, so pipes and variables work; called by other functions, it is only split " +
      "into words unless `python_shell` is set.",
    examples: [
      "salt '*' cmd.run 'df -h | sort'",
      "salt '*' cmd.run 'printenv COLOUR' env='{COLOUR: blue}' runas=daemon cwd=/",
      "salt '*' cmd.run 'grep two' stdin='one\\ntwo\\n'",
    ],
    params: {
      cmd,
      ...place,
      python_shell,
      ...surroundings,
      rstrip,
      umask,
      ...output,
      hide_output,
      ...limits,
      redirect_stderr: mergedByDefault,
      bg,
      password,
      encoded_cmd,
      raise_err,
      prepend_path,
      ...success,
    },
    varkw: "kwargs",
    run: (args, context, rest) => runMerged({ ...runOptions(args), ...more(rest) }, args, context, rest),
  }),
  shell: fn({
    doc: "Runs a command as cmd.run does; a shell reads it whoever calls.",
    examples: ["salt '*' cmd.shell 'echo $HOME && id'"],
    params: {
      cmd,
      ...place,
      ...surroundings,
      rstrip,
      umask,
      ...output,
      hide_output,
      ...limits,
      bg,
      password,
      prepend_path,
      ...success,
    },
    varkw: "kwargs",
    run: (args, context, rest) => {
      const asked = rest.kwargs.get("python_shell") ?? null;
      const options = { ...runOptions(args), redirect_stderr: true, python_shell: asked ?? true };
      return runMerged(options, args, context, rest);
    },
  }),
  run_all: fn({
    doc: "Runs a command and gives its process id, its exit status and both its outputs.",
    examples: ["salt '*' cmd.run_all 'ls /nowhere'"],
    params: {
      cmd,
      ...place,
      python_shell,
      ...surroundings,
      rstrip,
      umask,
      ...output,
      hide_output,
      ...limits,
      redirect_stderr: shared.redirect_stderr,
      password,
      encoded_cmd,
      prepend_path,
      ...success,
    },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const options = { ...runOptions(args), ...more(rest) };
      const result = await runCommand(commandOf(options, args, rest, args.redirect_stderr), context);
      return resultMap(result, args.hide_output);
    },
  }),
  run_stdout: fn({
    doc: "Runs a command and gives what it prints on standard output.",
    examples: ["salt '*' cmd.run_stdout 'uname -a'"],
    params: streamParams,
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const options = { ...runOptions(args), ...more(rest) };
      const { stdout } = await runCommand(commandOf(options, args, rest, false), context);
      return args.hide_output ? "" : stdout;
    },
  }),
  run_stderr: fn({
    doc: "Runs a command and gives what it prints on standard error.",
    examples: ["salt '*' cmd.run_stderr 'ls /nowhere'"],
    params: streamParams,
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const options = { ...runOptions(args), ...more(rest) };
      const { stderr } = await runCommand(commandOf(options, args, rest, false), context);
      return args.hide_output ? "" : stderr;
    },
  }),
  retcode: fn({
    doc: "Runs a command and gives its exit status.",
    examples: ["salt '*' cmd.retcode 'test -e /etc/motd'"],
    params: {
      cmd,
      ...place,
      python_shell,
      ...surroundings,
      umask,
      ...output,
      ...limits,
      password,
      ...success,
    },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const options = { ...runOptions(args), ...more(rest) };
      return (await runCommand(commandOf(options, args, rest, true), context)).retcode;
    },
  }),
  run_bg: fn({
    doc: "Starts a command and gives its process id without waiting for it. What it prints is lost.",
    examples: ["salt '*' cmd.run_bg 'sleep 60'"],
    params: {
      cmd,
      cwd,
      runas,
      group,
      shell,
      python_shell,
      ...surroundings,
      umask,
      timeout: maybe.any(null, "Has no meaning here: nobody waits."),
      ...output,
      reset_system_locale,
      ignore_retcode,
      saltenv,
      password,
      prepend_path,
      ...success,
    },
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const options = { ...runOptions(args), bg: true };
      const { pid } = await runCommand(commandOf(options, args, rest, false), context);
      return { pid };
    },
  }),
};

/** `bg` is taken by every function, although not all name it. */
function more({ kwargs }: Rest): Partial<RunOptions> {
  return kwargs.has("bg") ? { bg: isTruthy(kwargs.get("bg")) } : {};
}

function commandOf(options: RunOptions, args: Pick<Command, "cmd">, rest: Rest, merge: boolean): Command {
  const isFromUser = rest.kwargs.has("__pub_jid");
  return { cmd: args.cmd, options, isFromUser, merge, pillar: pillarOfCall(rest) };
}

async function runMerged(
  options: RunOptions,
  args: Pick<Command, "cmd">,
  context: ExecutionContext,
  rest: Rest,
): Promise<string> {
  const result = await runCommand(commandOf(options, args, rest, options.redirect_stderr), context);
  const text = options.hide_output ? "" : result.stdout;
  const failed = result.retcode !== 0 && result.retcode !== null && !options.ignore_retcode;
  if (failed && options.raise_err && options.output_loglevel !== "quiet")
    throw new CommandExecutionError(text);
  return text;
}
