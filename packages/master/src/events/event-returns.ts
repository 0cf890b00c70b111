/**
 * Events for returners, as the option `event_return` says. They are handed on in order, some at a time; a returner that
 * fails or is slow is told in the log and holds nothing up.
 */
import type {
  BusEvent,
  Closable,
  Dict,
  Logger,
  MasterConfig,
  PluginCatalog,
  ReturnerContext,
  ReturnerModule,
  Value,
} from "@salt/core";
import { ConfigError, dict, errorText, isList, matchGlob } from "@salt/core";
import { masterId } from "../beside/master-id.js";
import type { LogLimiter } from "../log-limiter.js";
import { findReturner, returnerContext } from "../runners/job-source.js";
import type { EventHub } from "./event-hub.js";

/** The options of event returns. */
export type EventReturnConfig = Pick<
  MasterConfig,
  | "event_return"
  | "event_return_queue"
  | "event_return_queue_max_seconds"
  | "event_return_whitelist"
  | "event_return_blacklist"
>;

/** What they work with. */
export interface EventReturnsParts {
  readonly config: EventReturnConfig;
  readonly events: Pick<EventHub, "subscribe">;
  readonly returners: readonly ReturnerModule[];
  readonly context: ReturnerContext;
  readonly limited: LogLimiter;
}

/** Events that may wait for slow returners; more are dropped. */
const MAX_WAITING = 10_000;

/** Collects events from its making to its close. */
export class EventReturns implements Closable {
  readonly #parts: EventReturnsParts;
  readonly #watch: Closable;
  #collected: Dict[] = [];
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> | undefined;

  constructor(parts: EventReturnsParts) {
    this.#parts = parts;
    this.#watch = parts.events.subscribe((event) => this.#take(event));
  }

  /** Hands on what is collected, and waits until returners have it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#work ??= this.#handOn();
    await this.#work;
  }

  async close(): Promise<void> {
    await this.#watch.close();
    await this.flush();
  }

  #take({ tag, data }: BusEvent): void {
    const { config, limited } = this.#parts;
    if (!isWanted(tag, config)) return;
    if (this.#collected.length >= MAX_WAITING) {
      limited.error({ tag }, "A returner of event_return is too slow; an event is dropped");
      return;
    }
    this.#collected.push(dict({ tag, data }));
    if (this.#collected.length >= config.event_return_queue) void this.flush();
    else if (config.event_return_queue_max_seconds > 0) {
      this.#timer ??= setTimeout(() => void this.flush(), config.event_return_queue_max_seconds * 1000);
    }
  }

  /** Those that come meanwhile follow at once: they have waited long enough. */
  async #handOn(): Promise<void> {
    while (this.#collected.length > 0) {
      const events = this.#collected;
      this.#collected = [];
      for (const returner of this.#parts.returners) await this.#give(returner, events);
    }
    this.#work = undefined;
  }

  async #give(returner: ReturnerModule, events: readonly Dict[]): Promise<void> {
    const { context, limited } = this.#parts;
    try {
      await returner.takeEvents?.(events, context);
    } catch (error) {
      const facts = { returner: returner.virtualName, events: events.length, reason: errorText(error) };
      limited.error(facts, "A returner of event_return could not take events");
    }
  }
}

function isWanted(tag: string, config: EventReturnConfig): boolean {
  const { event_return_whitelist: only, event_return_blacklist: never } = config;
  const matches = (glob: string): boolean => matchGlob(glob, tag);
  return (only.length === 0 || only.some(matches)) && !never.some(matches);
}

/** What finding the returners needs. */
export interface OpenEventReturnsParts extends Omit<EventReturnsParts, "returners" | "context"> {
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Finds the returners; undefined where the option names none. Throws ConfigError for one that does not take events. */
export async function openEventReturns(parts: OpenEventReturnsParts): Promise<EventReturns | undefined> {
  const names = namesIn(parts.config.event_return);
  if (names.length === 0) return undefined;
  const { plugins: catalog, log, signal } = parts;
  const opts = new Map<Value, Value>([...parts.opts, ["id", masterId(parts.opts)]]);
  const context = returnerContext({ catalog, opts, log, signal });
  const returners: ReturnerModule[] = [];
  for (const name of names) returners.push(await eventReturner(catalog, name, context));
  return new EventReturns({ ...parts, returners, context });
}

function namesIn(option: Value): readonly Value[] {
  return (isList(option) ? option : [option]).filter((name) => name !== "" && name !== null);
}

async function eventReturner(
  catalog: PluginCatalog,
  name: Value,
  context: ReturnerContext,
): Promise<ReturnerModule> {
  const found = typeof name === "string" ? await findReturner(catalog, name) : undefined;
  if (found?.takeEvents === undefined) {
    throw new ConfigError(`event_return: there is no returner ${String(name)} that takes events`, {
      hint: "Those that do are local, rawfile_json, mysql and postgres.",
    });
  }
  const usable = await found.usable(context);
  if (usable === true) return found;
  throw new ConfigError(`event_return: the returner ${found.virtualName} cannot be used: ${usable}`);
}
