/**
 * Functions that run commands inside containers.
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type { ExecutionContext, ExecutionFunction, Value } from "@salt/core";
import {
  fn,
  get,
  getDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { putFile } from "./copy.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectContainer } from "./listing.js";
import { split } from "./translate/words.js";

/** What a container has of the environment unless `keep_env` is set. */
const PATH = "PATH=/bin:/usr/bin:/sbin:/usr/sbin:/opt/bin:/usr/local/bin:/usr/local/sbin";

const common = {
  exec_driver: maybe.any(
    null,
    "`docker-exec` or `nsenter`; `docker.exec_driver` of the configuration when not given.",
  ),
  stdin: maybe.any(null, "What the command reads."),
  python_shell: maybe.bool(true, "The line is one for the shell of this machine."),
  output_loglevel: maybe.any("debug", "The level at which output is logged, or `quiet`."),
};
const rest = {
  use_vt: maybe.bool(false, "Run in a terminal; this is refused."),
  ignore_retcode: maybe.bool(false, "An exit status other than 0 is no error."),
  keep_env: maybe.any(null, "True for the whole environment, or names of variables to keep."),
};

/** The arguments of a command, as functions got them. */
interface CommandArgs {
  readonly exec_driver: Value;
  readonly stdin: Value;
  readonly python_shell: boolean;
  readonly output_loglevel: Value;
  readonly use_vt: boolean;
  readonly ignore_retcode: boolean;
  readonly keep_env: Value;
}

type Output = "all" | "retcode" | "stdout" | "stderr" | undefined;

function runFunction(what: string, example: string, output: Output): ExecutionFunction {
  return fn({
    doc: `Runs a command in a container; ${what}.`,
    examples: [`salt '*' docker.${example} mycontainer 'ls -l /etc'`],
    params: {
      name: needed.any("The container: its name or id."),
      cmd: needed.str("The command."),
      ...common,
      ...rest,
    },
    run: async ({ name, cmd, ...args }, context) => await runInside(context, { name, cmd, ...args }, output),
  });
}

const scriptParams = {
  name: needed.any("The container: its name or id."),
  source: needed.str("The script, of this machine or `salt://`."),
  saltenv: maybe.str("base", "The environment of the file server."),
  args: maybe.any(null, "Arguments of the script, as a shell would have them."),
  template: maybe.any(null, "The engine that fills the script in."),
  ...common,
  ignore_retcode: rest.ignore_retcode,
  use_vt: rest.use_vt,
  keep_env: rest.keep_env,
};

export const shellFunctions = {
  run: runFunction("its output", "run", undefined),
  run_all: runFunction("exit status, output and errors", "run_all", "all"),
  run_stdout: runFunction("its output without errors", "run_stdout", "stdout"),
  run_stderr: runFunction("its errors", "run_stderr", "stderr"),
  retcode: runFunction("its exit status", "retcode", "retcode"),
  script: fn({
    doc: "Runs a script in a container.",
    examples: ["salt '*' docker.script mycontainer salt://docker_script.py"],
    params: scriptParams,
    run: async (args, context) => await runScript(args, context),
  }),
  script_retcode: fn({
    doc: "Runs a script in a container; its exit status.",
    examples: ["salt '*' docker.script_retcode mycontainer salt://docker_script.py"],
    params: scriptParams,
    run: async (args, context) => get(await runScript(args, context), "retcode") ?? null,
  }),
};

async function runInside(
  context: ExecutionContext,
  { name, cmd, ...args }: CommandArgs & { readonly name: Value; readonly cmd: string },
  output: Output,
): Promise<Value> {
  const line = `${await prefix(name, args, context)} ${cmd}`;
  const { stdin, python_shell, output_loglevel, ignore_retcode, use_vt } = args;
  const url = await context.call("config.option", ["docker.url"]);
  const env = isTruthy(url) ? { env: { DOCKER_HOST: url } } : {};
  const told = await context.call(output === undefined ? "cmd.run" : "cmd.run_all", [line], {
    stdin,
    python_shell,
    output_loglevel,
    ignore_retcode,
    use_vt,
    ...env,
  });
  return output === undefined || output === "all" ? told : (get(told, output) ?? null);
}

/** The words before a command that make it run inside. Throws SaltInvocationError for ways that are not served. */
async function prefix(name: Value, args: CommandArgs, context: ExecutionContext): Promise<string> {
  const driver = pythonStr(
    args.exec_driver ?? ((await context.call("config.option", ["docker.exec_driver"])) || "docker-exec"),
  );
  const environment = environmentWords(args.keep_env);
  if (driver === "docker-exec") {
    const stdin = isTruthy(args.stdin) ? ["-i"] : [];
    return ["docker", "exec", ...stdin, containerWord(name), ...environment].join(" ");
  }
  if (driver !== "nsenter")
    throw new SaltInvocationError(
      "Invalid command execution driver. Valid drivers are: nsenter, docker-exec",
    );
  if (findProgram("nsenter") === undefined) throw new SaltInvocationError("nsenter is not installed");
  const info = await inspectContainer(await openEngine(context), name);
  const pid = Number(get(getDict(info, "State"), "Pid"));
  return ["nsenter", "--target", String(pid), "--mount --uts --ipc --net --pid --", ...environment].join(" ");
}

/** The name of a container as one word of a line for the shell. Throws SaltInvocationError. */
function containerWord(name: Value): string {
  const text = pythonStr(name);
  if (/^[a-zA-Z0-9][\w.-]*$/.test(text)) return text;
  throw new SaltInvocationError(`${JSON.stringify(text)} is no name of a container`);
}

function environmentWords(keep: Value): readonly string[] {
  if (keep === true) return [];
  const kept =
    typeof keep === "string" ? split(keep) : isList(keep) ? keep.map((name) => pythonStr(name)) : [];
  const values = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined || !/^\w+$/.test(name) ? [] : [`${name}=${quoted(value)}`];
  });
  return ["env", "-i", ...(kept.includes("PATH") ? [] : [PATH]), ...values];
}

/** A text as one word for the shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

async function runScript(
  {
    name,
    source,
    saltenv,
    args,
    template,
    ...command
  }: CommandArgs & {
    readonly name: Value;
    readonly source: string;
    readonly saltenv: string | null;
    readonly args: Value;
    readonly template: Value;
  },
  context: ExecutionContext,
): Promise<Value> {
  const scratch = mkdtempSync(join(tmpdir(), "salt-docker-"));
  try {
    const local = join(scratch, "script");
    const fetched = isTruthy(template)
      ? await context.call("cp.get_template", [source, local, template, saltenv])
      : await context.call("cp.cache_file", [source, saltenv]);
    const nothing = { pid: 0, retcode: 1, stdout: "", stderr: "", cache_error: true };
    if (!isTruthy(fetched)) return new Map<Value, Value>(Object.entries(nothing));
    if (!isTruthy(template)) copyFileSync(pythonStr(fetched), local);
    const inside = `/tmp/salt${scratch.slice(-6)}${extname(source).replace(/[^\w.]/g, "")}`;
    await putFile(await openEngine(context), { container: name, local, inside, mode: 0o700 });
    const line = isTruthy(args) ? `${inside} ${pythonStr(args)}` : inside;
    const told = await runInside(context, { name, cmd: line, ...command }, "all");
    await runInside(
      context,
      { name, cmd: `rm ${inside}`, ...command, stdin: null, ignore_retcode: true },
      "all",
    );
    return told;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
