/**
 * Running functions as another account, by sudo and `salt-call`.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { executorModule, get, getString, isInt, parseJson, pythonStr, toJson } from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";

/** State runs that would find the run of this job at work. */
const RUNS: ReadonlySet<string> = new Set(["state.sls", "state.highstate", "state.apply"]);

export const sudo = executorModule("sudo", {
  doc: "Runs every function as the account that the option `sudo_user` names: `sudo -u ACCOUNT salt-call …`.",
  available: ({ opts }) => {
    if (getString(opts, "sudo_user") === undefined) return "The option sudo_user names no account";
    return findProgram("sudo") !== undefined || "The program sudo is not installed";
  },
  execute: async ({ opts, func, args, kwargs }, context) => {
    const account = getString(opts, "sudo_user") ?? "";
    const concurrent: readonly [Value, Value][] = RUNS.has(func) ? [["concurrent", true]] : [];
    const named = [...kwargs, ...concurrent].map(([key, value]) => `${pythonStr(key)}=${toJson(value)}`);
    // The command line reads words as YAML, which JSON is: each stays one value, whatever is in it.
    const command = [
      "sudo",
      "-n",
      "-u",
      account,
      "salt-call",
      "--priv",
      account,
      "--out",
      "json",
      "--metadata",
    ];
    const call = ["-c", configDir(opts), "--", func, ...args.map((value) => toJson(value)), ...named];
    return await result([...command, ...call], context);
  },
});

async function result(command: readonly string[], context: ExecutionContext): Promise<Value> {
  const told = await context.call("cmd.run_all", [command], { python_shell: false });
  const status = Number(get(told, "retcode") ?? 1);
  if (status !== 0) {
    context.retcode = status;
    return getString(told, "stderr") ?? "";
  }
  const answer = get(parseJson(getString(told, "stdout") ?? ""), "local");
  const retcode = get(answer, "retcode");
  context.retcode = isInt(retcode) ? Number(retcode) : 0;
  return get(answer, "return") ?? null;
}

function configDir(opts: Dict): string {
  const file = getString(opts, "conf_file") ?? "/etc/salt/minion";
  return file.slice(0, Math.max(1, file.lastIndexOf("/")));
}
