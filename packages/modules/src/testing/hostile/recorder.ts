/**
 * A context whose commands are written down, in a process that can start nothing and reach nobody.
 */
import childProcess, { ChildProcess } from "node:child_process";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import timers from "node:timers/promises";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, callDirectly, dict, isList, pythonStr, toValue } from "@salt/core";
import { refuseNul } from "../../execution/cmd/nul.js";
import { fakeContext } from "../execution-context.js";
import type { Recorded } from "./judge.js";

/** Commands that only look a program up. */
const LOOKING = ["cmd.which", "cmd.which_bin", "cmd.has_exec", "cmd.shells"];

/** A context that writes the commands of functions into `commands`; each has the exit status `retcode`. */
export function recordingContext(retcode: number, commands: Recorded[]): ExecutionContext {
  const grains = dict({ kernel: "Linux", os_family: "Debian", os: "Debian", osrelease: "12" });
  const fake = fakeContext({ grains }).context;
  const context: ExecutionContext = { ...fake, call };
  return context;

  async function call(
    name: string,
    args: readonly Plain[] = [],
    kwargs: { readonly [name: string]: Plain } = {},
  ): Promise<Value> {
    const given = args.map(toValue);
    if (name.startsWith("cmd.") && !LOOKING.includes(name)) return record(name, given[0] ?? null, kwargs);
    const keywords = new Map([...dict(kwargs)].map(([key, value]) => [pythonStr(key), value]));
    return await callDirectly(name, await fake.functions.find(name), given, keywords, context);
  }

  function record(name: string, command: Value, options: { readonly [name: string]: Plain }): Value {
    const isText = !isList(command);
    const words = isList(command) ? command.map(pythonStr) : [pythonStr(command)];
    refuseNul(words);
    commands.push({ words, isText, options });
    if (name === "cmd.run_all") return dict({ retcode, stdout: "", stderr: "", pid: 1 });
    return name === "cmd.retcode" ? retcode : "";
  }
}

/**
 * Keeps this process from starting programs (they are given to `see` instead), from the network and from waiting. Throws in a
 * process that may write anywhere: what is called here would.
 */
export function sealProcess(see: (command: Recorded) => void): void {
  if (process.permission === undefined) throw new TypeError("this program needs node's --permission");
  const refusal = (): never => {
    throw new CommandExecutionError("Nothing is started, asked or stopped in this process");
  };
  const spawn = Reflect.get(ChildProcess.prototype, "spawn");
  Reflect.set(ChildProcess.prototype, "spawn", function (this: unknown, how: { args?: string[] }) {
    see({ words: how.args ?? [], isText: false, options: {} });
    // The real one has to run: it makes the streams. Nothing has this name.
    return Reflect.apply(spawn, this, [{ ...how, file: "/nonexistent/program" }]);
  });
  for (const name of ["spawnSync", "execSync", "execFileSync"]) Reflect.set(childProcess, name, refusal);
  for (const name of ["kill", "setuid", "setgid", "seteuid", "setegid", "setgroups", "chdir"]) {
    Reflect.set(process, name, refusal);
  }
  for (const name of ["lookup", "resolve", "resolve4", "resolve6", "reverse"]) {
    Reflect.set(dns, name, refusal);
    Reflect.set(dns.promises, name, async () => refusal());
  }
  Socket.prototype.connect = refusal;
  Reflect.set(timers, "setTimeout", async () => await Promise.resolve());
  const later = globalThis.setTimeout;
  Reflect.set(globalThis, "setTimeout", (run: () => void, _ms: number, ...args: []) =>
    later(run, 1, ...args),
  );
  syncBuiltinESMExports();
}
