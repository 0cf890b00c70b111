/**
 * A process that compiles pillars, as the master sees it: one at a time, ended when it takes too long.
 */
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import type { Dict, LogFields, Logger, Value } from "@salt/core";
import {
  errorText,
  isDict,
  MalformedError,
  SaltError,
  signalTree,
  TimeoutError,
  tableTime,
} from "@salt/core";
import { decode, encode } from "@salt/wire";
import type { FromPillarProcess, ToPillarProcess } from "./messages.js";
import { readFromProcess } from "./messages.js";
import type { PillarWish } from "./pillar-wish.js";
import { packWish } from "./pillar-wish.js";

/** What a process is started with. */
export interface PillarProcessParts {
  /** The module it runs. */
  readonly entry: URL;
  readonly opts: Dict;
  /** Answers commands of the file server. */
  readonly request: (load: Dict) => Promise<Value>;
  readonly fire: (tag: string, data: Dict) => void;
  readonly log: Logger;
}

/** Memory that one pillar may take in its process, in MiB; beyond it the process ends. */
const MAX_MEMORY = 1024;
const ERROR_TAIL = 4096;
const KILL = 9;

/** The process that compiled a pillar has ended, or could not compile it. */
export class PillarProcessError extends SaltError {
  constructor(message: string) {
    super("PILLAR_PROCESS", message, { hint: "The master's log has more." });
  }
}

/** One process. */
export class PillarProcess {
  /** Resolves when it has ended, with a sentence that says how. */
  readonly ended: Promise<string>;
  readonly #parts: PillarProcessParts;
  readonly #child: ChildProcess;
  #since = 0;
  #companion = 0;
  #errors = "";
  #settle: (outcome: Extract<FromPillarProcess, { readonly type: "pillar" | "failed" }>) => void = () => {};

  constructor(parts: PillarProcessParts) {
    this.#parts = parts;
    this.#child = fork(parts.entry, {
      detached: true,
      serialization: "advanced",
      execArgv: [`--max-old-space-size=${MAX_MEMORY}`],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.on("message", (message) => this.#take(readFromProcess(message)));
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-ERROR_TAIL);
    });
    this.ended = this.#watch();
    this.#send({ type: "opts", opts: encode(parts.opts, "ipc") });
  }

  /**
   * Compiles a pillar. Throws TimeoutError after `timeoutMs`, when the process and all that it started are ended;
   * PillarProcessError when it ends by itself, or fails.
   */
  async compile(wish: PillarWish, timeoutMs: number): Promise<Dict> {
    this.#since = tableTime();
    const outcome = new Promise<Extract<FromPillarProcess, { readonly type: "pillar" | "failed" }>>(
      (resolve) => {
        this.#settle = resolve;
      },
    );
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.kill();
    }, timeoutMs);
    this.#send({ type: "compile", wish: packWish(wish) });
    const first = await Promise.race([outcome, this.ended]);
    clearTimeout(timer);
    if (isLate) throw new TimeoutError(`The pillar was not compiled within ${timeoutMs / 1000} seconds`);
    if (typeof first === "string") throw new PillarProcessError(first);
    if (first.type === "failed") throw new PillarProcessError(first.message);
    const pillar = decode(first.pillar, { dialect: "ipc" });
    if (!isDict(pillar)) throw new MalformedError("a pillar is no map");
    return pillar;
  }

  /** Ends the process and everything that it started. */
  kill(): void {
    try {
      signalTree(this.#child.pid ?? 0, this.#since, KILL, this.#companion);
    } catch {
      // It has just ended.
    }
  }

  /** Lets it end when it has nothing to do. */
  retire(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #send(message: ToPillarProcess): void {
    if (!this.#child.connected) return; // Its end is on the way, or told already.
    this.#child.send(message, (error) => {
      if (error !== null) this.#parts.log.debug({ reason: errorText(error) }, "A pillar process is deaf");
    });
  }

  #take(message: FromPillarProcess | undefined): void {
    if (message === undefined) return;
    if (message.type === "pillar" || message.type === "failed") this.#settle(message);
    else if (message.type === "companion") this.#companion = message.pid;
    else if (message.type === "log") relay(this.#parts.log, message);
    else if (message.type === "event") {
      const data = decode(message.data, { dialect: "ipc" });
      if (isDict(data)) this.#parts.fire(message.tag, data);
    } else void this.#answer(message.call, message.load);
  }

  async #answer(call: number, packed: Uint8Array): Promise<void> {
    try {
      const load = decode(packed, { dialect: "ipc" });
      if (!isDict(load)) throw new MalformedError("a question is no map");
      this.#send({ type: "reply", call, value: encode(await this.#parts.request(load), "ipc") });
    } catch (error) {
      this.#send({ type: "failure", call, message: errorText(error) });
    }
  }

  async #watch(): Promise<string> {
    const child = this.#child;
    const how = await new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`A process for pillars could not be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(endText(code, signal)));
    });
    if (child.connected) await new Promise<void>((resolve) => child.once("disconnect", resolve));
    if (this.#errors !== "") {
      this.#parts.log.warn({ output: this.#errors }, "A process for pillars left a message");
    }
    return how;
  }
}

function endText(code: number | null, signal: NodeJS.Signals | null): string {
  const how = signal === null ? `with status ${code}` : `by signal ${signal}`;
  return `The process of the pillar ended ${how} before the pillar was compiled`;
}

function relay(log: Logger, { level, fields, message }: Extract<FromPillarProcess, { type: "log" }>): void {
  const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
  const known = levels.find((name) => name === level) ?? "info";
  const shown: LogFields = { ...fields };
  log[known](shown, message);
}
