/**
 * A process that is killed without warning and started again, over and over.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import type { Closable } from "@salt/core";

/** What to run. */
export interface VictimOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where its output goes. */
  readonly output: string;
}

/** The process, in whichever life it is. */
export class Victim implements Closable {
  readonly name: string;
  kills = 0;
  readonly #options: VictimOptions;
  #process: ChildProcess | undefined;

  constructor(options: VictimOptions) {
    this.name = options.name;
    this.#options = options;
  }

  start(): void {
    const { command, args, output } = this.#options;
    this.#process = spawn(command, args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const log = createWriteStream(output, { flags: "a" });
    // What a process says is only for reading afterwards: failing to keep it must not end the soak.
    log.on("error", () => undefined);
    this.#process.stdout?.pipe(log, { end: false });
    this.#process.stderr?.pipe(log, { end: false });
    this.#process.once("close", () => log.end());
  }

  /** Kills it with signal 9, waits for its end and starts it again after a pause. */
  async killAndRestart(pauseMs: number): Promise<void> {
    this.kills += 1;
    await this.#end("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    this.start();
  }

  /** Memory that belongs to it, in MiB; undefined when it is not running. */
  get memory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#process?.pid}/status`, "utf8");
      const kibibytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
      return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Whether it ended by itself, which it never should. */
  get died(): boolean {
    return this.#process !== undefined && this.#process.exitCode !== null;
  }

  close(): Promise<void> {
    return this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const impatient = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(impatient);
  }
}
