/**
 * The request port: hands each request on without waiting for others, and answers each exactly once.
 *
 * It speaks ZMTP itself, see docs/decisions/0003-request-port-in-typescript.md.
 */
import type { Server } from "node:net";
import { createServer } from "node:net";
import type { Closable, Logger } from "@salt/core";
import { errorText, sleep } from "@salt/core";
import { encode } from "../codec/encode.js";
import type { Endpoint } from "./endpoint.js";
import { bindError, endpointUri } from "./endpoint.js";
import type { Message, Peer } from "./zmtp/connection.js";
import { Connection } from "./zmtp/connection.js";

/** How the request port is opened. */
export interface RequestServerOptions extends Endpoint {
  /** A larger request ends its connection. */
  readonly maxRequestBytes: number;
  /**
   * Requests being answered at once. At this number no more are taken: senders wait, and are served in turn when
   * there is room again. None is refused and none is lost.
   */
  readonly maxOpenRequests: number;
  /** Bytes held in all for requests that are not whole yet; then the one that holds most loses its connection. */
  readonly maxPartialBytes?: number;
  /** Connections at once; 60,000 by default. */
  readonly maxConnections?: number;
  /** Connections waiting to be taken; 1000 by default. */
  readonly backlog?: number;
  /** How long `close` waits for the answers to accepted requests; 5000 by default. */
  readonly closeTimeoutMs?: number;
  readonly log: Logger;
  /**
   * Makes the answer to a request: whole, or in pieces that follow one another, and not written to any more. When it
   * throws, the sender gets the reference's text for that.
   */
  readonly answer: (request: Uint8Array, peer: Peer) => Promise<Uint8Array | readonly Uint8Array[]>;
}

/** An open request port. */
export interface RequestServer extends Closable {
  /** The port it is bound to. */
  readonly port: number;
  /** How many are connected. */
  readonly connections: number;
  /** Takes no more requests, answers those it has, and closes. */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 5000;
const FLUSH_TIMEOUT_MS = 1000;
const FAILED = [encode("Server-side exception handling payload")];

/** Binds the request port and begins to answer. Throws ChannelError. */
export async function openRequestServer(options: RequestServerOptions): Promise<RequestServer> {
  const server = new ZmtpServer(options);
  await server.listen();
  return server;
}

class ZmtpServer implements RequestServer {
  readonly #options: RequestServerOptions;
  readonly #maxPartial: number;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  /** Connections that may have a request to take, in the order in which they came. */
  readonly #turns = new Set<Connection>();
  #port = 0;
  #open = 0;
  #partial = 0;
  #warned = false;
  #answered: () => void = () => {};
  #closing: Promise<void> | undefined;

  constructor(options: RequestServerOptions) {
    this.#options = options;
    this.#maxPartial = options.maxPartialBytes ?? 4 * options.maxRequestBytes;
    this.#server = createServer((socket) => {
      const { maxRequestBytes } = options;
      this.#connections.add(
        new Connection(socket, maxRequestBytes, {
          changed: (connection) => this.#enqueue(connection),
          held: (change) => this.#boundPartial(change),
          closed: (connection, why) => this.#forget(connection, why),
        }),
      );
    });
    this.#server.maxConnections = options.maxConnections ?? 60_000;
  }

  get port(): number {
    return this.#port;
  }

  get connections(): number {
    return this.#connections.size;
  }

  listen(): Promise<void> {
    const uri = endpointUri(this.#options);
    const { address: host, port, ipv6, backlog } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once("error", (cause) => reject(bindError(uri, cause)));
      const ipv6Only = ipv6 !== true && host.includes(":");
      this.#server.listen({ host, port, backlog: backlog ?? 1000, ipv6Only }, () => {
        const bound = this.#server.address();
        this.#port = typeof bound === "object" && bound !== null ? bound.port : port;
        resolve();
      });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #enqueue(connection: Connection): void {
    this.#turns.add(connection);
    this.#dispatch();
  }

  /** Each connection has one request taken in its turn, so that no sender holds up the others. */
  #dispatch(): void {
    for (const connection of this.#turns) {
      if (this.#closing !== undefined) return;
      if (this.#open >= this.#options.maxOpenRequests) {
        this.#warnFull();
        return;
      }
      this.#turns.delete(connection);
      const message = connection.take();
      if (message === undefined) continue;
      this.#turns.add(connection);
      this.#open++;
      void this.#answer(connection, message);
    }
  }

  async #answer(connection: Connection, { route, body }: Message): Promise<void> {
    const reply = await this.#reply(body, connection.peer);
    this.#open--;
    if (this.#open === 0) this.#warned = false;
    connection.reply(route, reply);
    this.#dispatch();
    this.#answered();
  }

  async #reply(body: Uint8Array, peer: Peer): Promise<readonly Uint8Array[]> {
    try {
      const answer = await this.#options.answer(body, peer);
      return answer instanceof Uint8Array ? [answer] : answer;
    } catch (error) {
      this.#options.log.error(
        { peer: peer.address, error: errorText(error) },
        "A request could not be answered",
      );
      return FAILED;
    }
  }

  #forget(connection: Connection, why: string | undefined): void {
    this.#connections.delete(connection);
    this.#turns.delete(connection);
    if (why === undefined) return;
    this.#options.log.warn(
      { peer: connection.peer.address, why },
      "A connection to the request port was ended",
    );
  }

  #boundPartial(change: number): void {
    this.#partial += change;
    if (this.#partial <= this.#maxPartial) return;
    let largest: Connection | undefined;
    for (const connection of this.#connections) {
      if (connection.bytesHeld > (largest?.bytesHeld ?? 0)) largest = connection;
    }
    largest?.destroy("too much is held for requests that are not whole");
  }

  #warnFull(): void {
    if (!this.#warned) this.#options.log.warn({ open: this.#open }, "Too many open requests; senders wait");
    this.#warned = true; // Said once in each rush, which ends when all are answered.
  }

  async #close(): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    await this.#within(this.#options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS, this.#idle());
    if (this.#open > 0) this.#options.log.warn({ open: this.#open }, "Requests were left without an answer");
    for (const connection of this.#connections) connection.end();
    await this.#within(FLUSH_TIMEOUT_MS, stopped);
    for (const connection of this.#connections) connection.destroy();
    await stopped;
  }

  async #within(ms: number, done: Promise<void>): Promise<void> {
    const deadline = new AbortController();
    await Promise.race([done, sleep(ms, deadline.signal)]);
    deadline.abort();
  }

  async #idle(): Promise<void> {
    while (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#answered = resolve;
      });
    }
  }
}
