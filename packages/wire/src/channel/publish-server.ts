/**
 * The publish port: a PUB that sends every job to whoever listens.
 */
import type { Closable, Logger } from "@salt/core";
import type { Publisher } from "zeromq";
import type { Endpoint } from "./endpoint.js";
import { bindTo, boundPort, ChannelError, needsIpv6 } from "./endpoint.js";
import { portReleased } from "./release.js";
import { SendQueue } from "./send-queue.js";
import { HEARTBEAT, MASTER_LINGER_MS } from "./settings.js";

/** How the publish port is opened. */
export interface PublishServerOptions extends Endpoint {
  /** Publications kept for a slow subscriber, which loses those beyond; 1000 by default. */
  readonly hwm?: number;
  /** Connections waiting to be taken; 1000 by default. */
  readonly backlog?: number;
  readonly log: Logger;
}

/** An open publish port. */
export interface PublishServer extends Closable {
  /** The port it is bound to. */
  readonly port: number;
  /** Sends one frame, the body, or two, topic and body. Throws ChannelError when too many wait. */
  publish(frames: readonly Uint8Array[]): Promise<void>;
  /** Sends what it has taken, for a second at most, and closes. */
  close(): Promise<void>;
}

/** What subscribers say to a publisher are topics: a few dozen bytes. */
const MAX_SUBSCRIPTION_BYTES = 1024;

/** Binds the publish port. Throws ChannelError. */
export async function openPublishServer(options: PublishServerOptions): Promise<PublishServer> {
  const { Publisher: PublisherSocket } = await import("zeromq");
  const hwm = options.hwm ?? 1000;
  // Real masters linger without end; one subscriber that does not read would then keep the process from ending.
  const socket = new PublisherSocket({
    linger: MASTER_LINGER_MS,
    sendHighWaterMark: hwm,
    backlog: options.backlog ?? 1000,
    ipv6: needsIpv6(options),
    maxMessageSize: MAX_SUBSCRIPTION_BYTES,
    ...HEARTBEAT,
  });
  await bindTo(socket, options);
  const port = boundPort(socket.lastEndpoint);
  options.log.debug({ address: options.address, port }, "The publish port is open");
  return new SocketPublisher(socket, { ...options, port }, hwm);
}

class SocketPublisher implements PublishServer {
  readonly port: number;
  readonly #socket: Publisher;
  readonly #address: string;
  readonly #queue: SendQueue;
  #closed = false;

  constructor(socket: Publisher, endpoint: Endpoint, capacity: number) {
    this.port = endpoint.port;
    this.#address = endpoint.address;
    this.#socket = socket;
    this.#queue = new SendQueue(socket, Math.max(capacity, 1));
  }

  async publish(frames: readonly Uint8Array[]): Promise<void> {
    if (this.#closed) throw new ChannelError("CHANNEL_CLOSED", "the publish port was closed");
    await this.#queue.send(frames);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue.idle();
    this.#socket.close();
    await portReleased(this.#address, this.port);
  }
}
