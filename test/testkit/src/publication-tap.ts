/**
 * A publish port between a master and a minion: it passes publications on, and lets a test alter, repeat or add some.
 */
import type { Closable } from "@salt/core";
import { nullLogger } from "@salt/core";
import type { PublishServer, Subscription } from "@salt/wire";
import { openPublishServer, openSubscription } from "@salt/wire";

/** The tap. Minions listen at `port`. */
export class PublicationTap implements Closable {
  /** Bodies of the publications so far. */
  readonly passed: Uint8Array[] = [];
  readonly #server: PublishServer;
  readonly #subscription: Subscription;

  private constructor(server: PublishServer, subscription: Subscription) {
    this.#server = server;
    this.#subscription = subscription;
    void this.#pass();
  }

  /** Listens at `port` for minions, and to the master at `master`. */
  static async open(port: number, master: number): Promise<PublicationTap> {
    const server = await openPublishServer({ address: "127.0.0.1", port, log: nullLogger });
    const place = { address: "127.0.0.1", port: master };
    return new PublicationTap(server, openSubscription({ ...place, topics: "all", reconnectMs: 50 }));
  }

  /** Sends a publication of one's own to the minions. */
  inject(body: Uint8Array): Promise<void> {
    return this.#server.publish([body]);
  }

  async close(): Promise<void> {
    this.#subscription.close();
    await this.#server.close();
  }

  async #pass(): Promise<void> {
    for await (const frames of this.#subscription) {
      const body = frames.at(-1);
      if (body !== undefined) this.passed.push(body);
      await this.#server.publish(frames);
    }
  }
}
