/**
 * The process that plugins of one kind run in for as long as the daemon: started at the first call, ended when one hangs, and
 * started again.
 */
import type { Closable, Dict, Logger, PluginKind, Value } from "@salt/core";
import { SaltError, Scope, sleep } from "@salt/core";
import { WorkerProcess } from "./worker-process.js";

/** What it needs. */
export interface PluginProcessParts {
  readonly kind: PluginKind;
  readonly entry: URL;
  /** What the process is told: id, options, grains and pillar. */
  readonly facts: () => { readonly version: number; readonly packed: () => Uint8Array };
  readonly ask: (method: string, args: readonly Value[]) => Promise<Value>;
  readonly log: Logger;
}

/** A call did not end in time. */
export class HangingPluginError extends SaltError {
  constructor(fun: string, afterMs: number) {
    super("PLUGIN_HANGS", `${fun} was ended after ${afterMs / 1000} seconds`);
  }
}

const KILL = 9;
/** How long it may take to end by itself. */
const GRACE_MS = 2000;

/** Runs plugins beside the daemon. */
export class PluginProcess implements Closable {
  readonly #parts: PluginProcessParts;
  #worker: WorkerProcess | undefined;

  constructor(parts: PluginProcessParts) {
    this.#parts = parts;
  }

  /** Calls a function, which may take `afterMs`. Throws HangingPluginError, and what `WorkerProcess.call` throws. */
  async call(fun: string, args: readonly Value[] | Dict, afterMs?: number): Promise<Value> {
    const worker = this.#running();
    if (afterMs === undefined) return await worker.call(this.#parts.kind, fun, args);
    const scope = new Scope();
    const late = sleep(afterMs, scope.signal).then(() => {
      if (!scope.signal.aborted) throw this.#stopHanging(worker, fun, afterMs);
      return null;
    });
    try {
      return await Promise.race([worker.call(this.#parts.kind, fun, args), late]);
    } finally {
      await scope.close();
    }
  }

  /** Ends the process, by force when it does not end in a moment; a call that comes later starts another. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined) return;
    worker.stop();
    worker.retire();
    const scope = new Scope();
    const late = sleep(GRACE_MS, scope.signal).then(() => scope.signal.aborted || end(worker));
    await Promise.race([worker.ended, late]);
    await scope.close();
  }

  #running(): WorkerProcess {
    const worker = this.#worker ?? this.#start();
    const { version, packed } = this.#parts.facts();
    if (worker.factsVersion !== version) worker.setFacts(version, packed());
    return worker;
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess(this.#parts);
    this.#worker = worker;
    void worker.ended.then(() => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  #stopHanging(worker: WorkerProcess, fun: string, afterMs: number): HangingPluginError {
    if (this.#worker === worker) this.#worker = undefined;
    end(worker);
    return new HangingPluginError(fun, afterMs);
  }
}

function end(worker: WorkerProcess): void {
  try {
    worker.signal(KILL);
  } catch {
    // It has just ended.
  }
}
