/**
 * Returners: what a minion does with a return beside sending it to its master.
 */
import type { Closable, Dict, ExecutionContext, Job, Logger, Value } from "@salt/core";
import { callFunction, dict, errorText, FunctionNotAvailableError, isList, sleep } from "@salt/core";
import type { FunctionLoader } from "@salt/loader";
import { isOwnJob } from "../own-job.js";

/** What calling returners needs. */
export interface ReturnersParts {
  readonly loader: Pick<FunctionLoader, "find">;
  readonly context: (signal: AbortSignal) => ExecutionContext;
  /** The option `return`: returners for every job. */
  readonly always: Value;
  readonly log: Logger;
}

/** Calls that may be under way at once; further returns are for the master only. */
const MAX_RUNNING = 1000;
/** How long a returner may take, and how long the last ones may when the minion stops. */
const LIMIT_MS = 60_000;
const CLOSE_MS = 1000;

/** Fields of a load that are for the master's port. */
const NOT_RETURNED: ReadonlySet<Value> = new Set(["cmd", "nonce", "ts", "tok", "sig"]);

/** Hands returns to returners. */
export class Returners implements Closable {
  readonly #parts: ReturnersParts;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(parts: ReturnersParts) {
    this.#parts = parts;
  }

  /** Hands the return `load` of a job to the returners that it and the configuration name; never throws. */
  hand(job: Pick<Job, "jid" | "ret" | "load">, load: Dict): void {
    const names = namesOf(job.ret, isOwnJob(job) ? null : this.#parts.always);
    if (names.length === 0) return;
    if (this.#running.size >= MAX_RUNNING) {
      this.#parts.log.error({ jid: job.jid, names }, "Too many returns wait for returners; one is left out");
      return;
    }
    const ret = withSettings(load, job.load);
    const task = this.#handAll(names, job.jid, ret).finally(() => this.#running.delete(task));
    this.#running.add(task);
  }

  /** Waits until everything handed so far was taken or given up. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    const deadline = new AbortController();
    await Promise.race([this.idle(), sleep(CLOSE_MS, deadline.signal)]);
    deadline.abort();
    this.#stop.abort();
  }

  async #handAll(names: readonly string[], jid: string, ret: Dict): Promise<void> {
    await Promise.all(names.map((name) => this.#handTo(name, jid, ret)));
  }

  async #handTo(name: string, jid: string, ret: Dict): Promise<void> {
    const { loader, context, log } = this.#parts;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(LIMIT_MS)]);
    try {
      const fun = `${name}.returner`;
      await callFunction(fun, await loader.find(fun), [ret], context(signal));
    } catch (error) {
      const text =
        error instanceof FunctionNotAvailableError ? "There is no such returner here" : "A returner failed";
      log.error({ jid, returner: name, reason: errorText(error) }, text);
    }
  }
}

/** The returners of a job and those of the configuration, each once. */
export function namesOf(ret: string, always: Value): readonly string[] {
  const configured = isList(always) ? always : typeof always === "string" ? always.split(",") : [];
  const names = [...ret.split(","), ...configured.map((name) => (typeof name === "string" ? name : ""))];
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))];
}

/** What returners get: the return without what is for the master, and the settings that came with the job. */
function withSettings(load: Dict, job: Dict): Dict {
  const kept = [...load].filter(([name]) => !NOT_RETURNED.has(name));
  const settings = ["ret_config", "ret_kwargs"].flatMap((name) => {
    const value = job.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Map([...kept, ...dict(Object.fromEntries(settings))]);
}
