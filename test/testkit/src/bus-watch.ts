/**
 * Everything that crosses a master's event bus while a test runs.
 */
import type { BusEvent, Closable } from "@salt/core";
import type { BusClient } from "@salt/wire";
import { busPaths, openBusClient } from "@salt/wire";
import { until } from "./until.js";

/** Collects events. */
export class BusWatch implements Closable {
  readonly events: BusEvent[] = [];
  readonly #client: BusClient;

  private constructor(client: BusClient) {
    this.#client = client;
    void this.#take();
  }

  /** Begins to watch the bus below a socket directory. */
  static async open(sockDir: string): Promise<BusWatch> {
    return new BusWatch(await openBusClient({ path: busPaths(sockDir, "master").pub }));
  }

  /** The events whose tag begins with a text. */
  tagged(prefix: string): readonly BusEvent[] {
    return this.events.filter((event) => event.tag.startsWith(prefix));
  }

  /** Waits for an event. Throws TimeoutError. */
  seen(prefix: string): Promise<BusEvent> {
    return until(`an event ${prefix}`, () => this.tagged(prefix)[0]);
  }

  close(): void {
    this.#client.close();
  }

  async #take(): Promise<void> {
    for await (const event of this.#client) this.events.push(event);
  }
}
