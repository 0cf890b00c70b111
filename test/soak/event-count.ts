/**
 * Counts the events of returns during a soak: a return announced twice would set off twice whatever waits for it.
 */
import { setTimeout as wait } from "node:timers/promises";
import { busPaths, openBusClient } from "@salt/wire";

const RETURN = /^salt\/job\/(\d+)\/ret\/(.+)$/;
const RECONNECT_MS = 50;

/** How often returns were announced. */
export class ReturnEvents {
  readonly #seen = new Set<string>();
  #repeated = 0;

  /** Returns that were announced. */
  get announced(): number {
    return this.#seen.size;
  }

  /** Announcements of returns that had been announced before. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Takes the tag of an event. */
  take(tag: string): void {
    if (!RETURN.test(tag)) return;
    if (this.#seen.has(tag)) this.#repeated += 1;
    this.#seen.add(tag);
  }

  /** Reads a master's bus until told to stop, again and again while the master is killed and restarted. */
  async follow(sockDir: string, signal: AbortSignal): Promise<void> {
    const path = busPaths(sockDir, "master").pub;
    while (!signal.aborted) {
      try {
        const bus = await openBusClient({ path, signal });
        for await (const event of bus) this.take(event.tag);
      } catch {
        // The master is away; what it announced meanwhile nobody heard.
      }
      await wait(RECONNECT_MS);
    }
  }
}
