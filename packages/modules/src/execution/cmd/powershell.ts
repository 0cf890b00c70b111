/**
 * `cmd.powershell` and `powershell_all`: command lines of PowerShell, whose answers come as JSON.
 */
import type { ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { CommandExecutionError, fn, isDict, isList, maybe, needed, parseJson, pythonStr } from "@salt/core";
import { findProgram } from "./programs.js";

const params = {
  cmd: needed.any("The command line, or a list of its parts."),
  cwd: maybe.any(null, "The directory to run it in."),
  stdin: maybe.any(null, "What it reads from its standard input."),
  runas: maybe.any(null, "The account to run it as."),
  shell: maybe.str("powershell", "`powershell` or `pwsh`; both mean pwsh here."),
  env: maybe.any(null, "Variables of its environment."),
  timeout: maybe.any(null, "Seconds after which it is ended."),
  ignore_retcode: maybe.bool(false, "Do not take its status for that of the job."),
  depth: maybe.int(null, "How deep objects are shown."),
};

interface Call {
  readonly cmd: Value;
  readonly shell: string | null;
  readonly depth: number | null;
  readonly [option: string]: Value;
}

/** The functions, by name. */
export const powershellFunctions = {
  powershell: fn({
    doc: "Runs a command line of PowerShell and gives what it answers as data; needs pwsh.",
    examples: ["salt '*' cmd.powershell '$PSVersionTable.CLRVersion'"],
    params,
    run: async (args, context): Promise<Plain> => {
      const told = await ask(args, (line) => `try { ${line} } catch { Write-Error $_ }`, context);
      return valueIn(pythonStr(told.get("stdout") ?? "")) ?? {};
    },
  }),
  powershell_all: fn({
    doc: "Runs a command line of PowerShell; gives its status, what it complained of, and its answer as data.",
    examples: ["salt '*' cmd.powershell_all '$PSVersionTable.CLRVersion'"],
    params: { ...params, force_list: maybe.bool(false, "Give a list even for one answer.") },
    run: async (args, context): Promise<Plain> => {
      const told = await ask(args, (line) => line, context);
      const text = pythonStr(told.get("stdout") ?? "");
      told.delete("stdout");
      if (text === "") return args.force_list ? told.set("result", []) : told;
      const value = valueIn(text);
      if (value === undefined)
        throw new CommandExecutionError("cmd.powershell_all cannot parse the Powershell output.");
      return told.set("result", args.force_list && !isList(value) ? [value] : value);
    },
  }),
};

async function ask(
  args: Call,
  wrap: (line: string) => string,
  context: ExecutionContext,
): Promise<MutableDict> {
  const { cmd, shell, depth, ...options } = args;
  if (shell !== "powershell" && shell !== "pwsh")
    throw new CommandExecutionError("Must specify a valid powershell binary. Must be 'powershell' or 'pwsh'");
  const program = findProgram("pwsh");
  if (program === undefined)
    throw new CommandExecutionError("pwsh is not installed", { hint: "Install PowerShell for Linux." });
  const line = isList(cmd) ? cmd.map(pythonStr).join(" ") : pythonStr(cmd);
  const deep = depth === null ? "" : ` -Depth ${depth}`;
  const command = [
    program,
    "-NonInteractive",
    "-NoProfile",
    "-Command",
    wrap(`${line} | ConvertTo-JSON${deep}`),
  ];
  const { force_list: _list, ...known } = options;
  const told = await context.call("cmd.run_all", [command], { ...known, python_shell: false });
  return new Map<Value, Value>(isDict(told) ? told : []);
}

function valueIn(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
