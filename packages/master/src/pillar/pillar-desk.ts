/**
 * The pillars of a master: kept ones, empty ones, and those that its processes compile.
 */
import type { Clock, Closable, Dict, Logger, MasterConfig, PillarControl, Value } from "@salt/core";
import {
  errorText,
  getDict,
  getList,
  getString,
  MalformedError,
  mayHavePillar,
  mergeDicts,
  pythonStr,
  TimeoutError,
} from "@salt/core";
import type { FileServer } from "@salt/fileserver";
import { isFileCommand } from "@salt/fileserver";
import type { EventSink } from "../events/event-hub.js";
import { PillarCache } from "./pillar-cache.js";
import { PillarPool } from "./pillar-pool.js";
import type { PillarWish } from "./pillar-wish.js";

/** What it works with. */
export interface PillarDeskParts {
  readonly config: MasterConfig;
  readonly opts: Dict;
  /** The module that its processes run. */
  readonly entry: URL;
  readonly files: FileServer;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A pillar as it is answered. */
export interface AnsweredPillar {
  readonly pillar: Dict;
  /** False when compiling it failed as a whole, or when it has been overridden: then it is not the minion's own. */
  readonly isOwn: boolean;
}

/** Gives pillars. */
export class PillarDesk implements Closable {
  readonly #parts: PillarDeskParts;
  readonly #cache: PillarCache;
  readonly #pool: PillarPool;

  constructor(parts: PillarDeskParts) {
    const { config, opts, entry, files, events, clock, log } = parts;
    this.#parts = parts;
    this.#cache = new PillarCache(config, clock);
    this.#pool = new PillarPool({
      entry,
      opts,
      size: config.worker_threads,
      maxWaiting: config.max_open_requests,
      timeoutMs: config.pillar_timeout * 1000,
      request: async (load): Promise<Value> => {
        if (isFileCommand(getString(load, "cmd") ?? "")) return await files.request(load);
        throw new MalformedError("a function of a pillar asked for something other than a file");
      },
      fire: (tag, data) => events.fire(tag, data),
      log,
    });
  }

  /** A minion's pillar. Never throws: what fails as a whole is told in the pillar itself, and in the log. */
  async pillar(wish: PillarWish, options: { readonly isFresh?: boolean } = {}): Promise<AnsweredPillar> {
    const { id, pillarenv, override } = wish;
    if (options.isFresh === true) this.#cache.forget(id);
    const isOverridden = override !== undefined && override.size > 0;
    // What overrides a kept pillar is laid over it; templates do not see it then.
    const kept = wish.ext === undefined ? this.#cache.find(id, pillarenv) : undefined;
    if (kept !== undefined) {
      return { pillar: isOverridden ? mergeDicts(kept, override) : kept, isOwn: !isOverridden };
    }
    if (!mayHavePillar(this.#parts.opts) && wish.ext === undefined) {
      return { pillar: override ?? new Map(), isOwn: !isOverridden };
    }
    try {
      const pillar = await this.#pool.compile(wish);
      const isOwn = !isOverridden && wish.ext === undefined;
      if (isOwn) this.#cache.keep(id, pillarenv, pillar);
      return { pillar, isOwn };
    } catch (error) {
      this.#parts.log.error({ minion: id, reason: errorText(error) }, "A pillar could not be compiled");
      return { pillar: failedPillar(error), isOwn: false };
    }
  }

  /** The top file of a minion's pillar, and what is wrong with it. Throws as the pool's `compile`. */
  async top(wish: PillarWish): Promise<{ readonly top: Dict; readonly errors: readonly string[] }> {
    const told = await this.#pool.compile({ ...wish, part: "top" });
    const errors = (getList(told, "errors") ?? []).map(pythonStr);
    return { top: getDict(told, "top") ?? new Map(), errors };
  }

  /** What the sources of `master_tops` say of a minion's states. Throws as the pool's `compile`. */
  async masterTops(wish: PillarWish): Promise<Dict> {
    const sources = getDict(this.#parts.opts, "master_tops");
    if (sources === undefined || sources.size === 0) return new Map();
    return await this.#pool.compile({ ...wish, part: "master_tops" });
  }

  /** These pillars for runners that the master runs. */
  control(): PillarControl {
    return {
      compile: async (wanted) => (await this.pillar(wanted)).pillar,
      top: (wanted) => this.top(wanted),
      kept: (id, pillarenv) => this.#cache.find(id, pillarenv),
      forget: (id) => this.#cache.forget(id),
    };
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/** Minions refuse states when their pillar has `_errors`, and show these; causes stay in the master's log. */
function failedPillar(error: unknown): Dict {
  const text =
    error instanceof TimeoutError
      ? `${error.message} and was given up. Please see master log for details.`
      : "The pillar could not be compiled. Please see master log for details.";
  return new Map([["_errors", [text]]]);
}
