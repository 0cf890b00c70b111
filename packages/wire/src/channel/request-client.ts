/**
 * The client of a request port: one request after another on each of a few REQ sockets.
 */
import type { Closable } from "@salt/core";
import { TimeoutError } from "@salt/core";
import type { Request } from "zeromq";
import type { Endpoint } from "./endpoint.js";
import { ChannelError, endpointUri, needsIpv6 } from "./endpoint.js";
import type { TcpKeepalive } from "./settings.js";
import { MINION_KEEPALIVE } from "./settings.js";
import { Turns } from "./turns.js";

/** How a request port is used. */
export interface RequestClientOptions extends Endpoint {
  readonly keepalive?: TcpKeepalive;
  /** Sockets open at once, 8 by default; further requests wait their turn. */
  readonly maxSockets?: number;
  /** Requests that may wait, 1000 by default. */
  readonly maxWaiting?: number;
  /** A larger reply ends its connection; 256 MiB by default. */
  readonly maxReplyBytes?: number;
}

/** How long one request may take. */
export interface RequestOptions {
  /** Milliseconds from the call to the reply, waiting for a turn included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Sends requests and gives their replies. */
export interface RequestClient extends Closable {
  /**
   * Sends one request. Throws TimeoutError when no reply came in time, ChannelError when the client is closed, the
   * signal aborts or too many requests wait.
   */
  request(body: Uint8Array, options: RequestOptions): Promise<Uint8Array>;
  /** Ends all requests with a ChannelError and lets go of every socket at once. */
  close(): void;
}

const MAX_REPLY = 256 * 1024 * 1024;
const RECONNECT_MAX_MS = 5000;

/** Makes a client; it connects with its first request. Throws ChannelError for an impossible address. */
export function openRequestClient(options: RequestClientOptions): RequestClient {
  return new SocketPool(endpointUri(options), options);
}

class SocketPool implements RequestClient {
  readonly #uri: string;
  readonly #options: RequestClientOptions;
  readonly #turns: Turns;
  readonly #idle: Request[] = [];
  readonly #ends = new Set<AbortController>();
  #closed = false;

  constructor(uri: string, options: RequestClientOptions) {
    this.#uri = uri;
    this.#options = options;
    this.#turns = new Turns(options.maxSockets ?? 8, options.maxWaiting ?? 1000);
  }

  // The platform's own ways to join signals keep every request alive as long as the caller's signal is.
  async request(body: Uint8Array, { timeoutMs, signal }: RequestOptions): Promise<Uint8Array> {
    const end = new AbortController();
    const abort = (): void => end.abort(new ChannelError("CHANNEL_ABORTED", "a request was given up"));
    if (this.#closed) end.abort(closedError());
    if (signal?.aborted) abort();
    const timer = setTimeout(() => end.abort(this.#timeout(timeoutMs)), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    this.#ends.add(end);
    try {
      return await this.#turns.run(end.signal, () => this.#exchange(body, end.signal));
    } catch (error) {
      throw end.signal.aborted ? end.signal.reason : error;
    } finally {
      this.#ends.delete(end);
      signal?.removeEventListener("abort", abort);
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end.abort(closedError());
    for (const socket of this.#idle.splice(0)) socket.close();
  }

  #timeout(timeoutMs: number): TimeoutError {
    const hint = "Is the master running, and its request port reachable?";
    return new TimeoutError(`${this.#uri} did not answer within ${timeoutMs} ms`, { hint });
  }

  /** A socket whose request failed is of no more use: a late reply would be taken for that to the next one. */
  async #exchange(body: Uint8Array, end: AbortSignal): Promise<Uint8Array> {
    const socket = this.#idle.pop() ?? (await this.#connect());
    const discard = (): void => socket.close();
    end.addEventListener("abort", discard, { once: true });
    try {
      end.throwIfAborted();
      await socket.send(body);
      const [reply] = await socket.receive();
      if (reply === undefined) throw new ChannelError("CHANNEL_CLOSED", "a reply has no content");
      if (end.aborted) socket.close();
      else this.#idle.push(socket);
      return reply;
    } catch (error) {
      socket.close();
      throw error;
    } finally {
      end.removeEventListener("abort", discard);
    }
  }

  async #connect(): Promise<Request> {
    const { Request: RequestSocket } = await import("zeromq");
    const socket = new RequestSocket({
      linger: 0,
      ipv6: needsIpv6(this.#options),
      reconnectMaxInterval: RECONNECT_MAX_MS,
      maxMessageSize: this.#options.maxReplyBytes ?? MAX_REPLY,
      ...MINION_KEEPALIVE,
      ...this.#options.keepalive,
    });
    socket.connect(this.#uri);
    return socket;
  }
}

function closedError(): ChannelError {
  return new ChannelError("CHANNEL_CLOSED", "the request channel was closed");
}
