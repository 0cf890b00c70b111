/**
 * Calls every execution function with hostile values, and writes what came of each as a line of JSON: a program of its own, because
 * node's permissions keep such a process from writing anywhere but in its scratch directory.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionFunction, ExecutionModule, Plugin } from "@salt/core";
import { callDirectly, SaltError } from "@salt/core";
import { builtinEntries } from "../../catalog.generated.js";
import { aDisk, BASELINES, PROGRAMS } from "./baselines.js";
import type { Recorded } from "./judge.js";
import { harmOf } from "./judge.js";
import { isQuiet, UNCALLED } from "./quiet.js";
import { recordingContext, sealProcess } from "./recorder.js";
import type { HostileCall } from "./values.js";
import { FEW, HOSTILE, hostileCalls } from "./values.js";

/** What came of the calls of one function. */
export interface Outcome {
  readonly name: string;
  /** Takes no arguments at all. */
  readonly isPlain: boolean;
  /** Programs that it ran. */
  readonly programs: readonly string[];
  /** Parameter and harm, each once, with a command that shows it. */
  readonly harms: Readonly<Record<string, string>>;
  /** Errors that are no refusal of ours. */
  readonly mistakes: readonly string[];
}

/** `cmd` is the contract itself. */
const SHELLS_THEMSELVES = ["cmdmod"];

/** Partitions are of disks alone: one of this machine, to which nothing happens. */
const DISK = `/dev/${aDisk() ?? "sda"}`;
const BIN = join(process.cwd(), "bin");
const commands: Recorded[] = [];
installPrograms();
sealProcess((command) => commands.push(command));
for (const entry of builtinEntries) {
  if (entry.kind !== "execution" || SHELLS_THEMSELVES.includes(entry.name)) continue;
  for (const [short, fn] of functionsOf(await entry.load())) {
    process.stdout.write(`${JSON.stringify(await outcomeOf(`${entry.name}.${short}`, fn))}\n`);
  }
}

async function outcomeOf(name: string, fn: ExecutionFunction): Promise<Outcome> {
  const programs = new Set<string>();
  const harms: Record<string, string> = {};
  const mistakes: string[] = [];
  const quiet = isQuiet(name);
  if (UNCALLED.has(name)) return { name, isPlain: true, programs: [], harms, mistakes };
  const line = (BASELINES[name] ?? fn.examples[0] ?? "")
    .replace(/\/dev\/sd[ab]\d?/, DISK)
    .replace("BIN", BIN);
  for (const retcode of quiet ? [1] : [0, 1]) {
    for (const call of await hostileCalls(fn, line, quiet ? FEW : HOSTILE)) {
      const mistake = await tried(name, fn, call, retcode);
      if (mistake !== undefined) mistakes.push(mistake);
      for (const command of commands) {
        programs.add(command.words[0] ?? "");
        const harm = harmOf(command, call.hostile);
        if (harm !== undefined)
          harms[`${call.param}: ${harm}`] ??= JSON.stringify(command.words).slice(0, 300);
      }
    }
  }
  const isPlain = Object.keys(fn.params).length === 0 && fn.varargs === undefined;
  return { name, isPlain, programs: [...programs], harms, mistakes };
}

/** Makes one call, whose commands are in `commands` then; tells of an error that no user should see. */
async function tried(
  name: string,
  fn: ExecutionFunction,
  { param, hostile, args, kwargs }: HostileCall,
  retcode: number,
): Promise<string | undefined> {
  commands.length = 0;
  try {
    await callDirectly(name, fn, args, kwargs, recordingContext(retcode, commands));
  } catch (error) {
    const isExpected = error instanceof SaltError || (error instanceof Error && "syscall" in error);
    const isOfSystem = error instanceof Error && "code" in error && isRefusalOfNode(error.code);
    if (!isExpected && !isOfSystem) return `${param}=${JSON.stringify(hostile.slice(0, 20))}: ${error}`;
  }
  return undefined;
}

/** Paths with NUL, and what node's permissions keep from happening here. */
function isRefusalOfNode(code: unknown): boolean {
  return code === "ERR_INVALID_ARG_VALUE" || code === "ERR_ACCESS_DENIED";
}

function installPrograms(): void {
  mkdirSync(BIN, { recursive: true });
  for (const name of PROGRAMS) writeFileSync(join(BIN, name), "", { mode: 0o755 });
  // A package that apt has fetched, whatever this machine's cache has.
  const archives = join(BIN, "var", "cache", "apt", "archives");
  mkdirSync(archives, { recursive: true });
  writeFileSync(join(archives, "hello.deb"), "");
}

function functionsOf(plugin: Plugin): readonly (readonly [string, ExecutionFunction])[] {
  return isExecution(plugin) ? Object.entries(plugin.functions) : [];
}

function isExecution(plugin: Plugin): plugin is ExecutionModule {
  return plugin.kind === "execution";
}
