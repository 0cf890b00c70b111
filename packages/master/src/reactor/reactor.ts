/**
 * The reactor: events call for files, files for reactions. One event is dealt with after another.
 */
import type { BusEvent, Clock, Closable, Dict, Logger, MasterConfig, Value } from "@salt/core";
import { dict, errorText, getList, getString, isDict, pythonStr } from "@salt/core";
import { masterId } from "../beside/master-id.js";
import type { EventHub } from "../events/event-hub.js";
import type { LogLimiter } from "../log-limiter.js";
import type { PillarPool } from "../pillar/pillar-pool.js";
import { LoopGuard } from "./loop-guard.js";
import type { ReactionDesk } from "./reaction-desk.js";
import { REACTOR } from "./reaction-desk.js";
import { ReactorMap } from "./reactor-map.js";

/** What it works with. */
export interface ReactorParts {
  readonly config: Pick<MasterConfig, "reactor" | "reactor_refresh_interval" | "reactor_worker_hwm">;
  readonly opts: Dict;
  readonly events: Pick<EventHub, "fire" | "subscribe">;
  /** Renders files, in a process of its own. */
  readonly pool: Pick<PillarPool, "compile">;
  readonly desk: Pick<ReactionDesk, "perform">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limited: LogLimiter;
}

interface Waiting {
  readonly event: BusEvent;
  readonly files: readonly Value[];
  readonly depth: number;
}

/** Tags by which the runner `reactor` asks. */
const MANAGE = "salt/reactors/manage/";

/** Watches the bus from its making to its close. */
export class Reactor implements Closable {
  readonly #parts: ReactorParts;
  readonly #map: ReactorMap;
  readonly #guard: LoopGuard;
  readonly #waiting: Waiting[] = [];
  readonly #watch: Closable;
  #isLeader = true;
  #work: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: ReactorParts) {
    const { config, events, clock, log } = parts;
    const refreshSeconds = config.reactor_refresh_interval;
    this.#parts = parts;
    this.#map = new ReactorMap({ reactor: config.reactor, refreshSeconds, clock, log });
    this.#guard = new LoopGuard(clock);
    this.#watch = events.subscribe((event) => this.#take(event));
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.length = 0;
    await this.#watch.close();
    await this.#work;
  }

  #take(event: BusEvent): void {
    const { tag, data } = event;
    // What the reactor's own runs tell causes nothing: they could go on for ever.
    if (getString(data, "user") === REACTOR) return;
    if (tag.startsWith(MANAGE)) this.#manage(tag.slice(MANAGE.length), data);
    else if (this.#isLeader) this.#enter(event, this.#map.filesFor(tag));
  }

  #enter(event: BusEvent, files: readonly Value[]): void {
    if (files.length === 0) return;
    const { limited, config } = this.#parts;
    const { tag } = event;
    const depth = this.#guard.depthOf(event);
    if (depth === Number.POSITIVE_INFINITY) {
      limited.error({ tag }, "The reactor leaves an event out: its reactions cause it again and again");
    } else if (this.#waiting.length >= Math.max(1, config.reactor_worker_hwm)) {
      limited.error({ tag }, "The reactor is behind, and leaves an event out; see reactor_worker_hwm");
    } else {
      this.#waiting.push({ event, files, depth });
      this.#work ??= this.#drain();
    }
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#react(next);
    }
    this.#work = undefined;
  }

  async #react({ event, files, depth }: Waiting): Promise<void> {
    for (const chunk of await this.#chunks(event, files)) {
      if (this.#isClosed) return;
      const jid = await this.#parts.desk.perform(chunk);
      if (jid !== undefined) this.#guard.note(jid, depth);
    }
  }

  async #chunks({ tag, data }: BusEvent, files: readonly Value[]): Promise<readonly Dict[]> {
    const { pool, limited } = this.#parts;
    try {
      const event = dict({ files: [...files], tag, data });
      const told = await pool.compile({ id: REACTOR, grains: new Map(), part: "reactions", event });
      for (const error of getList(told, "errors") ?? []) {
        limited.error({ tag, reason: pythonStr(error) }, "A file of the reactor cannot be rendered");
      }
      return (getList(told, "chunks") ?? []).filter(isDict);
    } catch (error) {
      if (!this.#isClosed)
        limited.error({ tag, reason: errorText(error) }, "Files of the reactor were given up");
      return [];
    }
  }

  /** Answers the runner `reactor`. Minions cannot fire these tags, nor can whoever may only run `event.send`. */
  #manage(what: string, data: Dict): void {
    const { events, opts } = this.#parts;
    const nonce = data.get("nonce") ?? null;
    const answer = (tag: string, facts: Parameters<typeof dict>[0]): void =>
      events.fire(`${MANAGE}${tag}`, dict({ ...facts, nonce }));
    const glob = getString(data, "event") ?? "";
    if (what === "list") answer("list-results", { reactors: this.#map.list() });
    else if (what === "add") {
      const result = this.#map.add(glob, data.get("reactors") ?? []);
      answer("add-complete", { reactors: this.#map.list(), result });
    } else if (what === "delete") {
      const result = this.#map.delete(glob);
      answer("delete-complete", { reactors: this.#map.list(), result });
    } else if (what === "is_leader") answer("leader/value", { result: this.#isLeader });
    else if (what === "set_leader") {
      if (getString(data, "id") === masterId(opts)) this.#isLeader = data.get("value") === true;
      answer("leader/value", { result: this.#isLeader });
    }
  }
}
