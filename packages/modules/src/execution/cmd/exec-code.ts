/**
 * `cmd.exec_code`: handing a program text to an interpreter.
 */
import { randomBytes } from "node:crypto";
import { chownSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext, Rest, Value } from "@salt/core";
import { isList, pythonStr } from "@salt/core";
import { accountOf } from "./account.js";
import type { RunOptions } from "./params.js";
import { runOptions, shared } from "./params.js";
import type { CommandResult } from "./run-command.js";
import { runCommand } from "./run-command.js";

/** A program text and who is to run it. */
export interface CodeCall {
  readonly lang: string;
  readonly code: string;
  readonly cwd: Value;
  /** Arguments as a list, or one as a text. */
  readonly args: Value;
}

/** Runs the interpreter with a file that holds the text; `rest` may name any option of `cmd.run_all`. */
export async function runCode(call: CodeCall, context: ExecutionContext, rest: Rest): Promise<CommandResult> {
  const options: RunOptions = { ...optionsIn(rest), cwd: call.cwd, python_shell: false };
  const path = join(tmpdir(), `__salt.tmp.${randomBytes(6).toString("hex")}`);
  writeFileSync(path, call.code, { mode: 0o600, flag: "wx" });
  try {
    if (options.runas !== null) chownSync(path, accountOf(options.runas).uid, -1);
    const args = isList(call.args)
      ? call.args.map(pythonStr)
      : typeof call.args === "string"
        ? [call.args]
        : [];
    const cmd = [call.lang, path, ...args];
    return await runCommand({ cmd, options, isFromUser: false, merge: options.redirect_stderr }, context);
  } finally {
    rmSync(path, { force: true });
  }
}

/** The options of a command among keyword arguments. */
function optionsIn({ kwargs }: Rest): RunOptions {
  const given = Object.entries(shared).flatMap(([name, param]) => {
    const value = kwargs.get(name);
    return value === undefined ? [] : [[name, param.convert(value)] as const];
  });
  return runOptions(Object.fromEntries(given));
}
