/**
 * `cmd.run_chroot`: running a command with another directory as its root.
 */
import { existsSync, mkdirSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, pythonStr, sleep } from "@salt/core";
import { processEnvironment } from "./login.js";
import type { RunOptions } from "./params.js";
import type { CommandResult } from "./run-command.js";
import { runCommand } from "./run-command.js";
import { runProcess } from "./run-process.js";

/** File systems that a command expects: the directory below the root, the type, the device. */
const KERNEL_MOUNTS = [
  ["dev", "devtmpfs", "devtmpfs"],
  ["proc", "proc", "proc"],
  ["sys", "sysfs", "sysfs"],
] as const;

const KILL_ROUNDS = 6;
const KILL_PAUSE_MS = 100;

/** A command and its root. */
export interface ChrootCall {
  readonly root: string;
  readonly cmd: Value;
  readonly binds: readonly string[];
  readonly options: RunOptions;
}

/**
 * Mounts what a command needs below the root, runs it there, ends what it left running, and unmounts. Throws
 * CommandExecutionError for a root that is none, or is the root of the machine.
 */
export async function runChroot(call: ChrootCall, context: ExecutionContext): Promise<CommandResult> {
  const root = checkedRoot(call.root);
  const mounted: string[] = [];
  try {
    for (const [folder, type, device] of KERNEL_MOUNTS) {
      await mount(join(root, folder), ["-t", type, device], mounted, context);
    }
    for (const bind of call.binds)
      await mount(join(root, relative("/", bind)), ["--bind", bind], mounted, context);
    const cmd = chrootWords(root, call);
    const options = { ...call.options, python_shell: false, runas: null, group: null };
    return await runCommand({ cmd, options, isFromUser: false, merge: false }, context);
  } finally {
    await endProcesses(root, context);
    for (const path of mounted.reverse()) await system(["umount", path], context);
  }
}

function checkedRoot(given: string): string {
  if (!given.startsWith("/") || statSync(given, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new CommandExecutionError(`root: ${given} is no directory with an absolute path`);
  }
  const root = realpathSync(given);
  if (root === "/") throw new CommandExecutionError("root: the root of the machine itself is refused");
  return root;
}

function chrootWords(root: string, { cmd, options }: ChrootCall): readonly string[] {
  const shell = existsSync(join(root, "bin/bash")) ? "/bin/bash" : "/bin/sh";
  const userspec = isTruthy(options.runas) ? [`--userspec=${options.runas}:${options.group ?? ""}`] : [];
  const text = isList(cmd) ? cmd.map(pythonStr).join(" ") : pythonStr(cmd);
  return ["chroot", ...userspec, root, shell, "-c", text];
}

async function mount(
  path: string,
  words: readonly string[],
  mounted: string[],
  context: ExecutionContext,
): Promise<void> {
  mkdirSync(path, { recursive: true });
  const failure = await system(["mount", ...words, path], context);
  if (failure === undefined) mounted.push(path);
  else
    context.log.warn({ path, failure }, "A file system could not be mounted for a command in another root");
}

/** Runs a program of the system; what it complained about when it failed. */
async function system(words: readonly string[], { log }: ExecutionContext): Promise<string | undefined> {
  const { signal } = new AbortController();
  const request = {
    words,
    cwd: "/",
    env: processEnvironment(),
    ids: {},
    stdin: undefined,
    timeoutMs: 30_000,
    signal,
  };
  const done = await runProcess(request);
  if (done.retcode === 0) return undefined;
  log.debug({ words, retcode: done.retcode }, "A program of the system failed");
  return done.stderr.toString().trim();
}

async function endProcesses(root: string, { log }: ExecutionContext): Promise<void> {
  for (let round = 0; round < KILL_ROUNDS; round++) {
    const pids = processesIn(root);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid, round < KILL_ROUNDS / 2 ? "SIGTERM" : "SIGKILL");
    await sleep(KILL_PAUSE_MS);
  }
  if (processesIn(root).length > 0)
    log.error({ root }, "Processes are left in another root; it stays mounted");
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Processes whose root directory is this one or below it; never those of the machine's own root. */
function processesIn(root: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const own = rootOf(pid);
      return own === root || own?.startsWith(`${root}/`) === true;
    });
}

function rootOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/root`);
  } catch {
    return undefined;
  }
}
