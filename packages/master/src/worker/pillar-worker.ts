/**
 * The inside of a process that compiles pillars.
 */
import type { Dict, Logger, MasterHere, PluginCatalog, Value } from "@salt/core";
import { dict, errorText, isDict, loggerTo, MalformedError, SaltError } from "@salt/core";
import { decode, encode } from "@salt/wire";
import { MasterSide } from "../beside/master-side.js";
import type { FromPillarProcess, ToPillarProcess } from "../pillar/messages.js";
import { readToProcess } from "../pillar/messages.js";
import type { PillarWish } from "../pillar/pillar-wish.js";
import { unpackWish } from "../pillar/pillar-wish.js";
import { masterTops } from "./master-tops.js";
import { compileReactions } from "./reactions.js";

/** Makes the way in which functions reach the master whose process this is. */
export type MakeMasterHere = (log: Logger, signal: () => AbortSignal) => MasterHere;

/** What it works with. */
export interface PillarWorkerParts {
  readonly plugins: PluginCatalog;
  readonly masterHere?: MakeMasterHere | undefined;
  readonly send: (message: FromPillarProcess) => void;
}

interface Question {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes wishes one after another. */
export class PillarWorker {
  readonly #parts: PillarWorkerParts;
  readonly #log: Logger;
  readonly #questions = new Map<number, Question>();
  readonly #ends = new AbortController();
  readonly #templates = new Map<string, unknown>();
  #side: MasterSide | undefined;
  #opts: Dict = new Map();
  #calls = 0;

  constructor(parts: PillarWorkerParts) {
    this.#parts = parts;
    this.#log = channelLog(parts.send);
  }

  /** Does what the master says. */
  async take(message: ToPillarProcess | undefined): Promise<void> {
    if (message === undefined) return;
    if (message.type === "opts") this.#setUp(decode(message.opts, { dialect: "ipc" }));
    else if (message.type === "compile") await this.#compile(message.wish);
    else this.#settle(message);
  }

  #setUp(opts: Value): void {
    if (!isDict(opts)) throw new MalformedError("options are no map");
    this.#opts = opts;
    const masterHere = this.#parts.masterHere?.(this.#log, () => this.#ends.signal);
    this.#side = new MasterSide({
      catalog: this.#parts.plugins,
      ...(masterHere === undefined ? {} : { masterHere }),
      opts,
      request: (load) => this.#ask(load),
      fire: async (tag, data) => this.#parts.send({ type: "event", tag, data: encode(data, "ipc") }),
      onPython: (pid) => this.#parts.send({ type: "companion", pid }),
      log: this.#log,
      signal: this.#ends.signal,
    });
  }

  async #compile(packed: Uint8Array): Promise<void> {
    try {
      if (this.#side === undefined) throw new MalformedError("a wish came before the options");
      await this.#side.refresh();
      const answer = await this.#answer(this.#side, unpackWish(packed));
      this.#parts.send({ type: "pillar", pillar: encode(answer, "ipc") });
    } catch (error) {
      this.#parts.send({ type: "failed", message: errorText(error) });
    }
  }

  async #answer(side: MasterSide, wish: PillarWish): Promise<Dict> {
    if (wish.part === "master_tops") return await masterTops(await side.own(), wish);
    if (wish.part === "reactions") {
      return await compileReactions(await side.own(), wish.event ?? new Map(), this.#templates);
    }
    const request = { ...wish, opts: this.#opts };
    if (wish.part === "top") return dict({ ...(await side.pillarTop(request)) });
    return await side.pillar(request);
  }

  #ask(load: Dict): Promise<Value> {
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#questions.set(call, { resolve, reject });
      this.#parts.send({ type: "ask", call, load: encode(load, "ipc") });
    });
  }

  #settle(message: Extract<ToPillarProcess, { readonly call: number }>): void {
    const question = this.#questions.get(message.call);
    this.#questions.delete(message.call);
    if (message.type === "reply") question?.resolve(decode(message.value, { dialect: "ipc" }));
    else question?.reject(new SaltError("MASTER", message.message));
  }
}

/** Serves the master that forked this process, until it lets go. */
export function runPillarWorker(plugins: PluginCatalog, masterHere?: MakeMasterHere): void {
  const worker = new PillarWorker({
    plugins,
    masterHere,
    send: (message) => {
      if (process.send !== undefined && process.connected) process.send(message);
    },
  });
  process.on("message", (message) => void worker.take(readToProcess(message)));
  // Nobody waits for what it does any more.
  process.on("disconnect", () => process.exit(0));
  process.stderr.on("error", () => {}); // Its other end was the master.
}

/** A logger that hands its lines to the master; traces are not worth the way. */
function channelLog(send: (message: FromPillarProcess) => void): Logger {
  return loggerTo((level, fields, message) => {
    if (level !== "trace") send({ type: "log", level, fields, message });
  });
}
