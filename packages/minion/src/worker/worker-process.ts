/**
 * A job process as the daemon sees it: one job at a time, questions answered, its end noticed.
 */
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import type { Dict, LogFields, Logger, PluginKind, Value } from "@salt/core";
import { errorText, isDict, isList, MalformedError, SaltError, signalTree, tableTime } from "@salt/core";
import { decode, encode } from "@salt/wire";
import type { JobOutcome } from "../jobs/run/outcome.js";
import { failedOutcome } from "../jobs/run/outcome.js";
import type { FromWorker, ToWorker } from "./messages.js";
import { readFromWorker } from "./messages.js";
import { unpackOutcome } from "./packed-outcome.js";
import { remoteError } from "./remote-control.js";

/** What a job process is started with. */
export interface WorkerParts {
  /** The module it runs. */
  readonly entry: URL;
  /** Answers what functions ask of the daemon. */
  readonly ask: (method: string, args: readonly Value[]) => Promise<Value>;
  readonly log: Logger;
}

/** Who waits for the end of a call. */
interface Answer {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: SaltError) => void;
}

/** Characters of its error output that are kept for the log. */
const ERROR_TAIL = 4096;

/** One job process. */
export class WorkerProcess {
  /** Process id; 0 when it could not be started. */
  readonly pid: number;
  /** Version of the facts it was given last. */
  factsVersion = -1;
  /** Resolves when the process has ended, with a sentence that says how. */
  readonly ended: Promise<string>;
  readonly #parts: WorkerParts;
  readonly #child: ChildProcess;
  #since = 0;
  #errors = "";
  #companion = 0;
  #callCount = 0;
  readonly #calls = new Map<number, Answer>();
  #done: (outcome: Uint8Array) => void = () => {};
  #grains: (grains: Uint8Array) => void = () => {};

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    // A group of its own: signals for the daemon's terminal do not reach it, and its children can be told by it.
    this.#child = fork(parts.entry, {
      detached: true,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.pid = this.#child.pid ?? 0;
    this.#child.on("message", (message) => this.#take(readFromWorker(message)));
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-ERROR_TAIL);
    });
    this.ended = this.#watch();
  }

  /** Runs a job. Never throws: the end of the process is an outcome too. */
  async run(load: Dict, master: string): Promise<JobOutcome> {
    this.#since = tableTime();
    const done = new Promise<Uint8Array>((resolve) => {
      this.#done = resolve;
    });
    this.#send({ type: "job", load: encode(load, "ipc"), master });
    const first = await Promise.race([done, this.ended]);
    if (typeof first === "string") return failedOutcome(first);
    try {
      return unpackOutcome(first);
    } catch (error) {
      return failedOutcome(`The outcome of the job cannot be read: ${errorText(error)}`);
    }
  }

  /** Lets the process collect the grains. Throws SaltError when it ends instead. */
  async collectGrains(): Promise<Dict> {
    const collected = new Promise<Uint8Array>((resolve) => {
      this.#grains = resolve;
    });
    this.#send({ type: "grains" });
    const first = await Promise.race([collected, this.ended]);
    if (typeof first === "string") throw new SaltError("GRAINS", `Collecting grains failed: ${first}`);
    const grains = decode(first, { dialect: "ipc" });
    if (!isDict(grains)) throw new MalformedError("grains are no map");
    return grains;
  }

  /**
   * Calls a function of a plugin of a kind, e.g. `load.beacon` of `beacon`; without a name, gives those that there are. Throws
   * what the function throws as SaltError, and SaltError when the process ends instead.
   */
  async call(kind: PluginKind, fun: string, args: readonly Value[] | Dict): Promise<Value> {
    const call = this.#callCount++;
    const answer = new Promise<Value>((resolve, reject) => this.#calls.set(call, { resolve, reject }));
    this.#send({ type: "call", call, kind, fun, args: encode(args, "ipc") });
    void this.ended.then((how) => this.#calls.get(call)?.reject(new SaltError("PROCESS_ENDED", how)));
    try {
      return await answer;
    } finally {
      this.#calls.delete(call);
    }
  }

  /** Gives the process what it needs to know. */
  setFacts(version: number, facts: Uint8Array): void {
    this.factsVersion = version;
    this.#send({ type: "facts", facts });
  }

  /** Tells the job to end by itself. */
  stop(): void {
    this.#send({ type: "stop" });
  }

  /** Sends a signal to the job and its children. Throws when the process is gone. */
  signal(signal: number): void {
    signalTree(this.pid, this.#since, signal, this.#companion);
  }

  /** Lets an idle process end. */
  retire(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Lets go of the process, which sees its job through and keeps the answer on disk. */
  leave(): void {
    this.retire();
    this.#child.stderr?.destroy();
    this.#child.unref();
  }

  #send(message: ToWorker): void {
    if (!this.#child.connected) return; // Its end is on the way, or told already.
    this.#child.send(message, (error) => {
      if (error !== null)
        this.#parts.log.debug({ pid: this.pid, reason: errorText(error) }, "A job process is deaf");
    });
  }

  #take(message: FromWorker | undefined): void {
    if (message === undefined) return;
    if (message.type === "done") this.#done(message.outcome);
    else if (message.type === "grains") this.#grains(message.grains);
    else if (message.type === "called")
      this.#calls.get(message.call)?.resolve(decode(message.value, { dialect: "ipc" }));
    else if (message.type === "uncalled")
      this.#calls.get(message.call)?.reject(remoteError(message.code, message.message));
    else if (message.type === "companion") this.#companion = message.pid;
    else if (message.type === "log")
      relay(this.#parts.log, message.level, { ...message.fields }, message.message);
    else void this.#answer(message.call, message.method, message.args);
  }

  async #answer(call: number, method: string, packed: Uint8Array): Promise<void> {
    try {
      const args = decode(packed, { dialect: "ipc" });
      const value = await this.#parts.ask(method, isList(args) ? args : []);
      this.#send({ type: "reply", call, value: encode(value, "ipc") });
    } catch (error) {
      const code = error instanceof SaltError ? error.code : "UNKNOWN";
      this.#send({ type: "failure", call, code, message: errorText(error) });
    }
  }

  /** The messages that a process sent before its end are read before its end counts. */
  async #watch(): Promise<string> {
    const child = this.#child;
    const how = await new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`A job process could not be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(endText(code, signal)));
    });
    if (child.connected) await new Promise<void>((resolve) => child.once("disconnect", resolve));
    if (this.#errors !== "") {
      this.#parts.log.warn({ pid: this.pid, output: this.#errors }, "A job process left a message");
    }
    return how;
  }
}

function endText(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `The job was ended by signal ${signal}.`;
  return `The process of the job ended with status ${code} before the job was done.`;
}

function relay(log: Logger, level: string, fields: LogFields, message: string): void {
  const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
  const known = levels.find((name) => name === level) ?? "info";
  log[known](fields, message);
}
