/**
 * Listening to a publish port, across any number of reconnects.
 */
import { createHash } from "node:crypto";
import type { Closable } from "@salt/core";
import type { Subscriber } from "zeromq";
import type { Endpoint } from "./endpoint.js";
import { endpointUri, needsIpv6 } from "./endpoint.js";
import { Mailbox } from "./mailbox.js";
import type { TcpKeepalive } from "./settings.js";
import { HEARTBEAT, MINION_KEEPALIVE } from "./settings.js";

/** Whether publications can arrive at the moment. */
export type SubscriptionState = "connected" | "disconnected";

/** How a publish port is listened to. */
export interface SubscriptionOptions extends Endpoint {
  /** `broadcast` and one's own topic under a filtering master; else `all`. */
  readonly topics: readonly string[] | "all";
  /** Milliseconds before the first try to connect again; 1000 by default. */
  readonly reconnectMs?: number;
  /** Milliseconds that the time between tries grows to; 10,000 by default. */
  readonly reconnectMaxMs?: number;
  readonly keepalive?: TcpKeepalive;
  /** A larger frame ends the connection; 64 MiB by default. */
  readonly maxMessageBytes?: number;
  /** Publications held for a reader that is busy, 1000 by default; then the master's side holds them. */
  readonly hwm?: number;
  /** Closes the subscription. */
  readonly signal?: AbortSignal;
}

/** An open subscription; has one reader. */
export interface Subscription extends Closable, AsyncIterable<Uint8Array[]> {
  /** Publications as frames, until the subscription is closed. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array[]>;
  /** Calls back whenever the connection comes or goes, from before the first time on. */
  onState(callback: (state: SubscriptionState) => void): void;
  close(): void;
}

const MAX_MESSAGE = 64 * 1024 * 1024;

/** Subscribes; connecting goes on in the background. Throws ChannelError for an impossible address. */
export function openSubscription(options: SubscriptionOptions): Subscription {
  return new SocketSubscription(endpointUri(options), options);
}

/** The topic of a minion's own publications under a master that filters. */
export function topicOf(id: string): string {
  return createHash("sha1").update(id, "utf8").digest("hex");
}

class SocketSubscription implements Subscription {
  readonly #received: Mailbox<Uint8Array[]>;
  readonly #callbacks: ((state: SubscriptionState) => void)[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.close();
  #socket: Subscriber | undefined;
  #state: SubscriptionState = "disconnected";
  #closed = false;

  constructor(uri: string, options: SubscriptionOptions) {
    this.#received = new Mailbox(options.hwm ?? 1000);
    this.#signal = options.signal;
    if (this.#signal?.aborted) this.close();
    else this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
    void this.#run(uri, options);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array[]> {
    return this.#received.read();
  }

  onState(callback: (state: SubscriptionState) => void): void {
    this.#callbacks.push(callback);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#socket?.close();
    this.#received.end();
  }

  /**
   * Always has a receive under way: the library sends its subscriptions again after a reconnect only while it is
   * asked for something, so a reader that is busy just then would miss every publication until its next read.
   */
  async #run(uri: string, options: SubscriptionOptions): Promise<void> {
    try {
      const socket = await subscriber(options);
      if (this.#closed) return socket.close();
      this.#socket = socket;
      void this.#watch(socket);
      socket.connect(uri);
      for await (const frames of socket) await this.#received.put(frames);
      this.#received.end();
    } catch (error) {
      this.#received.end(error);
    }
  }

  async #watch(socket: Subscriber): Promise<void> {
    try {
      for await (const event of socket.events) {
        if (this.#closed) return;
        if (event.type === "handshake") this.#enter("connected");
        else if (event.type === "disconnect") this.#enter("disconnected");
      }
    } catch {
      // The socket was closed while its monitor was being read.
    }
  }

  #enter(state: SubscriptionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const callback of this.#callbacks) callback(state);
  }
}

async function subscriber(options: SubscriptionOptions): Promise<Subscriber> {
  const { Subscriber: SubscriberSocket } = await import("zeromq");
  const socket = new SubscriberSocket({
    linger: 0,
    ipv6: needsIpv6(options),
    reconnectInterval: options.reconnectMs ?? 1000,
    reconnectMaxInterval: options.reconnectMaxMs ?? 10_000,
    maxMessageSize: options.maxMessageBytes ?? MAX_MESSAGE,
    receiveHighWaterMark: options.hwm ?? 1000,
    ...MINION_KEEPALIVE,
    ...options.keepalive,
    ...HEARTBEAT,
  });
  socket.subscribe(...(options.topics === "all" ? [""] : options.topics));
  return socket;
}
