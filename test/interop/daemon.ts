/**
 * Masters and minions as real processes below a private root, and the commands that talk to them.
 */
import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Installation } from "./installation.js";

/** How long a daemon may take to end after SIGTERM before it is killed. */
const STOP_WITHIN_MS = 20_000;

/** One daemon and its directory. */
export class Daemon {
  readonly installation: Installation;
  readonly program: "salt-master" | "salt-minion";
  readonly directory: string;
  #process: ChildProcess | undefined;

  constructor(
    installation: Installation,
    program: "salt-master" | "salt-minion",
    directory: string,
    config: Readonly<Record<string, unknown>>,
  ) {
    this.installation = installation;
    this.program = program;
    this.directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const options = {
      user: userInfo().username,
      root_dir: directory,
      pki_dir: join(directory, "pki"),
      cachedir: join(directory, "cache"),
      sock_dir: join(directory, "sock"),
      log_file: join(directory, "log"),
      pidfile: join(directory, "pid"),
      ...config,
    };
    const lines = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
    writeFileSync(join(directory, program.slice("salt-".length)), lines.join(""));
  }

  /** Starts the daemon; it is up when others see it, so there is nothing to wait for here. */
  start(): void {
    // A file and no pipe: tests wait for commands without reading, and a daemon that has much to say would stop.
    const output = openSync(join(this.directory, "output"), "a");
    const program = join(this.installation.bin, this.program);
    const child = spawn(program, ["-c", this.directory, "-l", "info"], {
      stdio: ["ignore", output, output],
      detached: true,
    });
    closeSync(output);
    this.#process = child;
  }

  /** Ends the daemon and waits for that. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
    killGroup(child.pid);
    // Both files name a process that may not have been reaped yet, and then counts as running.
    for (const name of ["pid", "process_responsibility_pid"])
      rmSync(join(this.directory, name), { force: true });
  }

  /** Stops and starts it. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** The end of what the daemon printed, for messages about failures. */
  tail(): string {
    return `${this.installation.name} ${this.program}:\n${readFileSync(join(this.directory, "output"), "utf8").slice(-3000)}`;
  }
}

/**
 * Ends what a daemon has left in its process group, as a service manager does. Processes of a real 3007 minion that
 * still wait for a master otherwise outlive it.
 */
function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch {
    // Nothing was left.
  }
}

/**
 * Runs a command of an installation with the configuration of `directory`, which is its home too: real Salt takes the
 * token that it finds at home.
 */
export function command(
  installation: Installation,
  program: string,
  directory: string,
  args: readonly string[],
  timeoutMs = 120_000,
): SpawnSyncReturns<string> {
  return spawnSync(join(installation.bin, program), ["-c", directory, ...args], {
    env: { ...process.env, HOME: directory, XDG_CONFIG_HOME: join(directory, ".config") },
    encoding: "utf8",
    timeout: timeoutMs,
  });
}

/** The map that a command printed with `--out=json`; an empty one when it printed something else. */
export function printedMap(done: SpawnSyncReturns<string>): Readonly<Record<string, unknown>> {
  if (done.error !== undefined) throw done.error;
  const from = done.stdout.indexOf("{");
  try {
    const parsed: unknown = JSON.parse(done.stdout.slice(from));
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Asks until the answer is yes. Throws when it is not within `deadlineMs`. */
export async function until(what: string, holds: () => boolean, deadlineMs = 120_000): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() > deadline)
      throw new TypeError(`Waited ${deadlineMs / 1000} s in vain for ${what}`);
    await wait(300);
  }
}
