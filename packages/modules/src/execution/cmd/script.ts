/**
 * `cmd.script`: fetching a script and running it.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, pythonStr } from "@salt/core";
import { accountOf } from "./account.js";
import type { RunOptions } from "./params.js";
import type { CommandResult } from "./run-command.js";
import { runCommand } from "./run-command.js";
import type { PillarOfCall } from "./template.js";
import { renderedText, templateContext } from "./template.js";
import { splitWords } from "./words.js";

/** A script as the caller named it. */
export interface ScriptCall {
  readonly source: string;
  /** Arguments as a list, or as a text that is split into words. */
  readonly args: Value;
  readonly options: RunOptions;
  readonly isFromUser: boolean;
  /** Which pillar the script sees when it is a template. */
  readonly pillar: PillarOfCall | undefined;
  /** What a script that is a template sees besides Salt's names. */
  readonly variables: ReadonlyMap<string, Value>;
}

/** Runs a copy of a script that only its account can read; undefined when there is no such script. */
export async function runScript(
  call: ScriptCall,
  context: ExecutionContext,
): Promise<CommandResult | undefined> {
  const { options } = call;
  const source = await fetchScript(call, context);
  if (source === undefined || statSync(source, { throwIfNoEntry: false })?.isFile() !== true)
    return undefined;
  const { template, saltenv } = options;
  const text =
    template === null
      ? undefined
      : await renderedText(
          await templateContext(context, call.pillar),
          template,
          saltenv,
          readFileSync(source, "utf8"),
          call.variables,
        );
  const folder = isTruthy(options.cwd) ? pythonStr(options.cwd) : tmpdir();
  const path = join(folder, `__salt.tmp.${randomBytes(6).toString("hex")}${extname(call.source)}`);
  copyScript(source, path, options.runas, text);
  const args = isList(call.args) ? call.args.map(pythonStr) : splitWords(pythonStr(call.args ?? ""));
  // A shell would take arguments for its own.
  const python_shell = args.length > 0 ? false : options.python_shell;
  const inner = { ...options, template: null, python_shell };
  try {
    const cmd = options.bg ? thatRemovesItself(path, args) : [path, ...args];
    const command = { cmd, options: options.bg ? { ...inner, python_shell: false } : inner, merge: false };
    return await runCommand({ ...command, isFromUser: call.isFromUser }, context);
  } finally {
    if (!options.bg) rmSync(path, { force: true });
  }
}

function thatRemovesItself(path: string, args: readonly string[]): readonly string[] {
  return ["/bin/sh", "-c", '"$@"; rm -f -- "$1"', "sh", path, ...args];
}

async function fetchScript(
  { source, options }: ScriptCall,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (isAbsolute(source)) return source;
  if (source.startsWith("file://")) return fileURLToPath(source);
  if (!(await context.functions.has("cp.cache_file"))) {
    throw new CommandExecutionError(`source: ${source} needs the file server, which this version has not`, {
      hint: "Give a path on the minion.",
    });
  }
  const cached = await context.call("cp.cache_file", [
    source,
    options.saltenv ?? context.opts.get("saltenv") ?? "base",
  ]);
  return typeof cached === "string" && cached !== "" ? cached : undefined;
}

/** `text` is what it holds where that is not what the source holds. */
function copyScript(source: string, path: string, runas: string | null, text: string | undefined): void {
  const account = runas === null ? undefined : accountOf(runas);
  if (text === undefined) copyFileSync(source, path);
  else writeFileSync(path, text, { mode: 0o500, flag: "wx" });
  chmodSync(path, 0o500);
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
