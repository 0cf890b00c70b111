/**
 * Functions of `cmd` that run scripts, program texts, and commands in another root.
 */
import type { Rest, Value } from "@salt/core";
import { fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { runChroot } from "./chroot.js";
import { runCode } from "./exec-code.js";
import type { RunOptions } from "./params.js";
import { runOptions, shared } from "./params.js";
import { resultMap } from "./run-command.js";
import type { ScriptCall } from "./script.js";
import { runScript } from "./script.js";
import { pillarOfCall, templateVariables } from "./template.js";

const { cwd, stdin, runas, group, shell, python_shell, env, clean_env, template, rstrip, umask } = shared;
const { output_encoding, output_loglevel, log_callback, hide_output, timeout, reset_system_locale } = shared;
const { ignore_retcode, saltenv, use_vt, bg, password } = shared;
const { success_retcodes, success_stdout, success_stderr } = shared;

const source = needed.str("The script: a path on the minion, or an address of the file server.");
const scriptArgs = maybe.any(null, "Arguments for the script, as a text or a list.");
const place = { cwd, stdin, runas, group, shell, python_shell, env };
const success = { success_retcodes, success_stdout, success_stderr };
const NOT_THERE = { pid: 0, retcode: 1, stdout: "", stderr: "", cache_error: true };

const codeParams = {
  lang: needed.str("The interpreter."),
  code: needed.str("The program text."),
  cwd,
  args: maybe.any(null, "Arguments for the program: a list, or one as a text."),
};

/** `script`, `script_retcode`, `exec_code`, `exec_code_all`, `run_chroot`. */
export const scriptFunctions = {
  script: fn({
    doc: "Runs a copy of a script and gives its process id, its exit status and both its outputs.",
    examples: ["salt '*' cmd.script /opt/check.sh args='-v all'"],
    params: {
      source,
      args: scriptArgs,
      ...place,
      template,
      umask,
      output_encoding,
      output_loglevel,
      log_callback,
      hide_output,
      timeout,
      reset_system_locale,
      saltenv,
      use_vt,
      bg,
      password,
      ...success,
    },
    varkw: "kwargs",
    run: async ({ args, ...options }, context, { kwargs }) => {
      const call = callOf(options.source, args, runOptions(options), kwargs);
      const result = await runScript(call, context);
      return result === undefined ? NOT_THERE : resultMap(result, options.hide_output);
    },
  }),
  script_retcode: fn({
    doc: "Runs a copy of a script and gives its exit status.",
    examples: ["salt '*' cmd.script_retcode /opt/check.sh"],
    params: {
      source,
      args: scriptArgs,
      ...place,
      template: { ...template, fallback: "jinja" },
      umask,
      timeout,
      reset_system_locale,
      saltenv,
      output_encoding,
      output_loglevel,
      log_callback,
      use_vt,
      password,
      ...success,
    },
    varkw: "kwargs",
    run: async ({ args, ...options }, context, { kwargs }) => {
      const call = callOf(options.source, args, runOptions(options), kwargs);
      return (await runScript(call, context))?.retcode ?? NOT_THERE.retcode;
    },
  }),
  exec_code: fn({
    doc: "Hands a program text to an interpreter and gives what it prints. Takes the options of cmd.run_all too.",
    examples: ["salt '*' cmd.exec_code perl 'print 6 * 7'"],
    params: codeParams,
    varkw: "kwargs",
    run: async (args, context, rest) => (await runCode(args, context, rest)).stdout,
  }),
  exec_code_all: fn({
    doc: "Hands a program text to an interpreter and gives everything that cmd.run_all gives.",
    examples: ["salt '*' cmd.exec_code_all perl 'die 6 * 7'"],
    params: codeParams,
    varkw: "kwargs",
    run: async (args, context, rest) =>
      resultMap(await runCode(args, context, rest), isTruthy(rest.kwargs.get("hide_output"))),
  }),
  run_chroot: fn({
    doc:
      "Runs a command with another directory as its root, with the kernel's file systems mounted there, and gives " +
      "what cmd.run_all gives. What the command leaves running is ended. The root of the machine is refused.",
    examples: ["salt '*' cmd.run_chroot /srv/jail 'apt-get update' binds='[/etc/apt]'"],
    params: {
      root: needed.str("The directory."),
      cmd: needed.any("The command: a text, or a list of words."),
      cwd,
      stdin,
      runas,
      group,
      shell,
      python_shell: maybe.any(
        true,
        "Has no meaning here: a shell in the other root always reads the command.",
      ),
      binds: maybe.list(null, "Directories of the machine to show in the other root."),
      env,
      clean_env,
      template,
      rstrip,
      umask,
      output_encoding,
      output_loglevel: { ...output_loglevel, fallback: "quiet" },
      log_callback,
      hide_output,
      timeout,
      reset_system_locale,
      ignore_retcode,
      saltenv,
      use_vt,
      bg,
      ...success,
    },
    varkw: "kwargs",
    run: async ({ binds, ...args }, context) => {
      const call = {
        root: args.root,
        cmd: args.cmd,
        binds: (binds ?? []).map(pythonStr),
        options: runOptions(args),
      };
      return resultMap(await runChroot(call, context), args.hide_output);
    },
  }),
};

function callOf(source: string, args: Value, options: RunOptions, kwargs: Rest["kwargs"]): ScriptCall {
  const call = { source, args, options, isFromUser: kwargs.has("__pub_jid") };
  return { ...call, pillar: pillarOfCall({ kwargs }), variables: templateVariables(kwargs) };
}
