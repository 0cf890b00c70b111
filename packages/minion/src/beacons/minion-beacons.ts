/**
 * The beacons of a minion: which of them look when, and where what they find goes.
 */
import type { Clock, Closable, Dict, Logger, MinionConfig, Value } from "@salt/core";
import { errorText, getDict, getString, isList, isTruthy, SaltError } from "@salt/core";
import type { FactStore } from "../facts/minion-facts.js";
import type { PluginProcess } from "../worker/plugin-process.js";
import { HangingPluginError } from "../worker/plugin-process.js";
import { BeaconBook } from "./beacon-book.js";
import type { BeaconPlan } from "./beacon-plan.js";
import { areOn, readPlan, SWITCH } from "./beacon-plan.js";
import type { Looked } from "./found-events.js";
import { failedLook, foundEvents } from "./found-events.js";
import type { BeaconAnswer, ManagedBeacons } from "./manage-beacons.js";
import { manageBeacons } from "./manage-beacons.js";
import { Turns } from "./turns.js";

/** What they work with. */
export interface MinionBeaconsParts {
  readonly config: Pick<MinionConfig, "loop_interval" | "max_event_size">;
  readonly facts: FactStore;
  readonly process: Pick<PluginProcess, "call" | "close">;
  /** Load maps of jobs at work. */
  readonly atWork: () => Iterable<Dict>;
  /** Takes events for the masters and for listeners on this machine. */
  readonly send: (events: readonly Dict[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long a look may take, and asking a plugin for anything else. */
const LOOK_MS = 120_000;
const ASK_MS = 30_000;
/** Below that, looks would be all that a minion does. */
const SHORTEST_ROUND_MS = 1000;
const MISSING = "FUNCTION_NOT_AVAILABLE";

/** Lets beacons look, and sends what they find. */
export class MinionBeacons implements Closable {
  readonly #parts: MinionBeaconsParts;
  readonly #managed: ManagedBeacons;
  readonly #turns: Turns;
  /** Configurations that were complained about, so that the log says it once. */
  readonly #refused = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: MinionBeaconsParts) {
    const { facts, clock } = parts;
    this.#parts = parts;
    this.#turns = new Turns(clock);
    const book = new BeaconBook(
      getDict(facts.opts, "beacons") ?? new Map(),
      () => getDict(facts.pillar, "beacons") ?? new Map(),
    );
    this.#managed = {
      book,
      available: () => this.#available(),
      validate: (module, config) => this.#validate(module, config),
      release: (name) => this.#release(name),
    };
  }

  /** Begins to look, every `loop_interval` seconds; may be called again. */
  start(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    const { loop_interval: interval } = this.#parts.config;
    this.#timer = setInterval(() => this.look(), Math.max(interval * 1000, SHORTEST_ROUND_MS));
  }

  /** Lets those look whose turn it is. Each looks by itself, so that a slow one holds up no other. */
  look(): void {
    const beacons = this.#managed.book.all();
    this.#turns.keepOnly(beacons);
    if (!areOn(beacons)) return;
    for (const [name, config] of beacons) {
      if (name === SWITCH || typeof name !== "string") continue;
      const plan = readPlan(name, config);
      if (plan.isEnabled && this.#turns.begin(plan)) void this.#take(plan);
    }
  }

  /** Does what a request asks for, see `manageBeacons`. Throws SaltInvocationError. */
  async manage(request: Dict): Promise<BeaconAnswer> {
    return await manageBeacons(request, this.#managed);
  }

  /** Forgets what beacons remember; plugins are loaded anew. */
  async refresh(): Promise<void> {
    this.#refused.clear();
    await this.#parts.process.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#parts.process.close();
  }

  /** One beacon's turn; never throws. */
  async #take(plan: BeaconPlan): Promise<void> {
    const { log } = this.#parts;
    let isStopped = false;
    try {
      if (await this.#mayLook(plan)) await this.#lookOnce(plan);
    } catch (error) {
      isStopped = error instanceof HangingPluginError || isEnd(error);
      if (!this.#isClosed) log.error({ beacon: plan.name, reason: errorText(error) }, "A beacon failed");
    } finally {
      this.#turns.end(plan, isStopped);
    }
  }

  async #mayLook(plan: BeaconPlan): Promise<boolean> {
    const [valid, comment] = await this.#validate(plan.module, plan.config);
    if (!valid) {
      this.#complain(plan, comment);
      return false;
    }
    this.#refused.delete(plan.name);
    if (!plan.sparesStateRuns || !this.#statesRun()) return true;
    await this.#release(plan.name);
    return false;
  }

  async #lookOnce(plan: BeaconPlan): Promise<void> {
    const looked: Looked = { ...plan, id: this.#parts.facts.id, maxBytes: this.#parts.config.max_event_size };
    try {
      const found = await this.#call(`${plan.module}.beacon`, plan.config, LOOK_MS);
      await this.#pass(found, looked);
    } catch (error) {
      if (!isMissing(error) && !this.#isClosed)
        await this.#parts.send([failedLook(errorText(error), looked)]);
      throw error;
    }
    if (plan.runsOnce) this.#managed.book.switchOne(plan.name, false);
  }

  async #pass(found: Value, looked: Looked): Promise<void> {
    const { events, dropped } = foundEvents(found, looked);
    if (dropped > 0)
      this.#parts.log.warn({ beacon: looked.name, dropped }, "Events of a beacon are left out");
    if (events.length > 0) await this.#parts.send(events);
  }

  #complain({ name }: BeaconPlan, comment: Value): void {
    const reason = String(comment);
    if (this.#refused.get(name) === reason) return;
    this.#refused.set(name, reason);
    this.#parts.log.error({ beacon: name, reason }, "The configuration of a beacon cannot be used");
  }

  #statesRun(): boolean {
    return [...this.#parts.atWork()].some((load) => (getString(load, "fun") ?? "").startsWith("state"));
  }

  async #available(): Promise<readonly string[]> {
    const names = await this.#parts.process.call("", [], ASK_MS);
    const texts = isList(names) ? names.filter((name) => typeof name === "string") : [];
    return texts.filter((name) => name.endsWith(".beacon")).map((name) => name.slice(0, -".beacon".length));
  }

  /** A plugin without a check takes any list. */
  async #validate(module: string, config: Value): Promise<readonly [boolean, Value]> {
    try {
      const answer = await this.#call(`${module}.validate`, config, ASK_MS);
      return isList(answer) ? [isTruthy(answer[0]), answer[1] ?? ""] : [isTruthy(answer), ""];
    } catch (error) {
      if (!isMissing(error)) throw error;
      if (!(await this.#available()).includes(module)) return [false, errorText(error)];
      return isList(config)
        ? [true, `Beacon ${module} does not have a validate function, skipping validation.`]
        : [false, "Configuration for beacon must be a list."];
    }
  }

  /** Lets a beacon close what it holds, if it can. */
  async #release(name: string): Promise<void> {
    const plan = readPlan(name, this.#managed.book.all().get(name) ?? null);
    try {
      await this.#call(`${plan.module}.close`, plan.config, ASK_MS);
    } catch (error) {
      if (isMissing(error)) return;
      this.#parts.log.debug({ beacon: name, reason: errorText(error) }, "A beacon could not be closed");
    }
  }

  async #call(fun: string, config: Value, afterMs: number): Promise<Value> {
    return await this.#parts.process.call(fun, [config], afterMs);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof SaltError && error.code === MISSING;
}

/** Whether the process of the plugins came to an end during a call. */
function isEnd(error: unknown): boolean {
  return error instanceof SaltError && error.code === "PROCESS_ENDED";
}
