/**
 * Compiling pillars outside the master's event loop: a bounded number of processes, one pillar of each minion at a time.
 */
import { createHash } from "node:crypto";
import type { Closable, Dict } from "@salt/core";
import { SaltError } from "@salt/core";
import type { PillarProcessParts } from "./pillar-process.js";
import { PillarProcess } from "./pillar-process.js";
import type { PillarWish } from "./pillar-wish.js";
import { packWish } from "./pillar-wish.js";

/** What a pool needs. */
export interface PillarPoolParts extends PillarProcessParts {
  /** Processes at most. */
  readonly size: number;
  /** Wishes that may wait. */
  readonly maxWaiting: number;
  /** How long one pillar may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** How long a process without work is kept. */
const IDLE_MS = 30_000;

/** Too many pillars are wanted at once. */
export class PillarQueueFullError extends SaltError {
  constructor() {
    super("PILLAR_QUEUE_FULL", "Too many pillars are waiting to be compiled", {
      hint: "Minions ask again. Raise max_open_requests, or make the pillar's sources faster.",
    });
  }
}

interface Waiting {
  readonly key: string;
  readonly wish: PillarWish;
  readonly resolve: (pillar: Dict) => void;
  readonly reject: (error: unknown) => void;
}

/** Compiles pillars. */
export class PillarPool implements Closable {
  readonly #parts: PillarPoolParts;
  readonly #waiting: Waiting[] = [];
  /** What is waited for or being compiled, so that a minion that asks again gets the same. */
  readonly #open = new Map<string, Promise<Dict>>();
  readonly #busyIds = new Set<string>();
  readonly #busy = new Set<PillarProcess>();
  readonly #idle = new Map<PillarProcess, NodeJS.Timeout>();
  #isClosed = false;

  constructor(parts: PillarPoolParts) {
    this.#parts = parts;
  }

  /**
   * A minion's pillar. An endless one is ended at the deadline and delays only wishes of the same minion, and those
   * that find no free process. Throws TimeoutError, PillarProcessError, PillarQueueFullError.
   */
  compile(wish: PillarWish): Promise<Dict> {
    const key = createHash("sha256").update(packWish(wish)).digest("base64");
    const same = this.#open.get(key);
    if (same !== undefined) return same;
    if (this.#isClosed || this.#waiting.length >= this.#parts.maxWaiting) {
      return Promise.reject(new PillarQueueFullError());
    }
    const { promise, resolve, reject } = deferred();
    this.#open.set(key, promise);
    this.#waiting.push({ key, wish, resolve, reject });
    this.#start();
    return promise;
  }

  /** Ends all processes; what is waited for fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new PillarQueueFullError());
    const all = [...this.#busy, ...this.#idle.keys()];
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const each of all) each.kill();
    await Promise.all(all.map((each) => each.ended));
  }

  #start(): void {
    while (!this.#isClosed && this.#busy.size < this.#parts.size) {
      const at = this.#waiting.findIndex(({ wish }) => !this.#busyIds.has(wish.id));
      const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (next === undefined) return;
      void this.#run(next);
    }
  }

  async #run({ key, wish, resolve, reject }: Waiting): Promise<void> {
    const worker = this.#take();
    this.#busyIds.add(wish.id);
    try {
      resolve(await worker.compile(wish, this.#parts.timeoutMs));
    } catch (error) {
      reject(error);
    } finally {
      this.#open.delete(key);
      this.#busyIds.delete(wish.id);
      this.#release(worker);
      this.#start();
    }
  }

  #take(): PillarProcess {
    const [warm] = this.#idle.keys();
    const worker = warm ?? this.#spawn();
    clearTimeout(this.#idle.get(worker));
    this.#idle.delete(worker);
    this.#busy.add(worker);
    return worker;
  }

  #spawn(): PillarProcess {
    const worker = new PillarProcess(this.#parts);
    void worker.ended.then(() => {
      this.#busy.delete(worker);
      clearTimeout(this.#idle.get(worker));
      this.#idle.delete(worker);
    });
    return worker;
  }

  #release(worker: PillarProcess): void {
    if (!this.#busy.delete(worker) || this.#isClosed) return;
    const retire = (): void => {
      this.#idle.delete(worker);
      worker.retire();
    };
    this.#idle.set(worker, setTimeout(retire, IDLE_MS));
  }
}

function deferred(): {
  readonly promise: Promise<Dict>;
  readonly resolve: (pillar: Dict) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (pillar: Dict) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Dict>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
