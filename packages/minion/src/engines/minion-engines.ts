/**
 * The engines of a minion: each in a process of its own, started again when it ends.
 */
import type { Clock, Closable, Logger, MinionConfig } from "@salt/core";
import { errorText, SaltError, Scope, sleep } from "@salt/core";
import type { PluginProcess } from "../worker/plugin-process.js";
import type { EnginePlan } from "./engine-plan.js";
import { readEngines } from "./engine-plan.js";

/** What they work with. */
export interface MinionEnginesParts {
  readonly config: Pick<MinionConfig, "engines">;
  /** Makes the process of one engine. */
  readonly process: () => Pick<PluginProcess, "call" | "close">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Pauses before an engine is started again: the first, which doubles, and the longest. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;
/** An engine that ran that long begins with the first pause again. */
const STABLE_MS = 60_000;
/** How many there may be. */
const MAX_ENGINES = 50;

/** Keeps engines running. */
export class MinionEngines implements Closable {
  readonly #parts: MinionEnginesParts;
  readonly #scope = new Scope();

  constructor(parts: MinionEnginesParts) {
    this.#parts = parts;
  }

  /** Starts all of them. */
  start(): void {
    const { config, log } = this.#parts;
    const plans = readEngines(config.engines);
    if (plans.length > MAX_ENGINES)
      log.error({ engines: plans.length, MAX_ENGINES }, "There are too many engines");
    for (const plan of plans.slice(0, MAX_ENGINES)) void this.#keep(plan);
  }

  async close(): Promise<void> {
    await this.#scope.close();
  }

  /** Runs an engine until all are to end, or there is none of its name. Never throws. */
  async #keep(plan: EnginePlan): Promise<void> {
    const { clock, log } = this.#parts;
    const { signal } = this.#scope;
    const process = this.#scope.use(this.#parts.process());
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const began = clock.now();
      log.info({ engine: plan.name }, "An engine starts");
      const { reason, isMissing } = await this.#run(plan, process);
      if (signal.aborted) return;
      if (isMissing) {
        log.error({ engine: plan.name, reason }, "An engine cannot be started");
        return;
      }
      if (clock.now() - began >= STABLE_MS) pause = FIRST_PAUSE_MS;
      log.error({ engine: plan.name, reason, pause_ms: pause }, "An engine has ended and is started again");
      await process.close();
      await sleep(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  async #run(
    { module, settings }: EnginePlan,
    process: Pick<PluginProcess, "call">,
  ): Promise<{ readonly reason: string; readonly isMissing: boolean }> {
    try {
      await process.call(`${module}.start`, settings);
      return { reason: "its function came to its end", isMissing: false };
    } catch (error) {
      const isMissing = error instanceof SaltError && error.code === "FUNCTION_NOT_AVAILABLE";
      return { reason: errorText(error), isMissing };
    }
  }
}
