/**
 * Starting a process, feeding it, and gathering what it prints, within a time and a size.
 */
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import type { Environment } from "./environment.js";

/** The most that is gathered from one stream of a command: 256 MiB. */
export const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** What to start. */
export interface ProcessRequest {
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  /** User and group to switch to; empty to stay. */
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** What it reads; undefined is nothing at all. */
  readonly stdin: string | undefined;
  /** Undefined is no limit. */
  readonly timeoutMs: number | undefined;
  /** Kills the process when aborted. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface ProcessResult {
  readonly pid: number;
  /** The exit status; minus the signal's number when a signal ended it, as Python has it. */
  readonly retcode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
  /** Killed because it printed too much. */
  readonly overflowed: boolean;
}

/** Why a process was killed by us. */
type End = "timeout" | "overflow" | "abort";

/**
 * Runs a process in a group of its own, which is killed as a whole. Ends when the process has ended and its outputs are
 * closed, also by what it started. Throws the system's error when it cannot be started.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const [program = "", ...args] = request.words;
    const child = spawn(program, args, spawnOptions(request));
    let end: End | undefined;
    const kill = (why: End): void => {
      end ??= why;
      killGroup(child);
    };
    const stdout = gather(child.stdout, () => kill("overflow"));
    const stderr = gather(child.stderr, () => kill("overflow"));
    const timer =
      request.timeoutMs === undefined ? undefined : setTimeout(() => kill("timeout"), request.timeoutMs);
    const abort = (): void => kill("abort");
    request.signal.addEventListener("abort", abort, { once: true });
    if (request.signal.aborted) abort();
    const settle = (): void => {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", abort);
    };
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("close", (code, signal) => {
      settle();
      resolve({
        pid: child.pid ?? 0,
        retcode: code ?? -signalNumber(signal),
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr),
        timedOut: end === "timeout",
        overflowed: end === "overflow",
      });
    });
    feed(child, request.stdin);
  });
}

/** Starts a process and leaves it to itself; gives its id. Throws the system's error when it cannot be started. */
export function startProcess(
  request: Pick<ProcessRequest, "words" | "cwd" | "env" | "ids">,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const [program = "", ...args] = request.words;
    const { cwd, env, ids } = request;
    const child = spawn(program, args, { cwd, env, ...ids, detached: true, stdio: "ignore" });
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      resolve(child.pid ?? 0);
    });
  });
}

function spawnOptions({ cwd, env, ids, stdin }: ProcessRequest): SpawnOptions {
  return {
    cwd,
    env,
    ...ids,
    detached: true,
    stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  };
}

function feed(child: ChildProcess, text: string | undefined): void {
  // A program that does not read its input closes the pipe; that is its own business.
  child.stdin?.on("error", () => {});
  child.stdin?.end(text);
}

function gather(stream: Readable | null, overflow: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_OUTPUT_BYTES) chunks.push(chunk);
    else overflow();
  });
  return chunks;
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
  // What left the group may still hold the outputs open; nobody waits for that.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}
