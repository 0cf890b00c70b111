/**
 * Reading a daemon's event bus, and firing events on it.
 */
import type { Socket } from "node:net";
import { connect } from "node:net";
import type { BusEvent, Closable } from "@salt/core";
import { TimeoutError } from "@salt/core";
import { decodeEvent, encodeEvent } from "./event.js";
import { encodeFrame, FrameReader } from "./framing.js";
import { BusError, errorCode } from "./socket-file.js";

/** How a bus is read. */
export interface BusClientOptions {
  /** The pub socket, see `busPaths`. */
  readonly path: string;
  /** Closes the client. */
  readonly signal?: AbortSignal;
  /** A larger event ends the connection; 64 MiB by default, since a master's limit is its own affair. */
  readonly maxEventBytes?: number;
}

/** A connection to a bus; has one reader. */
export interface BusClient extends Closable, AsyncIterable<BusEvent> {
  /**
   * Events from the moment of opening on, until either side closes. Events that are not in form are skipped. While
   * nobody reads, they wait at the daemon, which drops a client that is too far behind.
   */
  [Symbol.asyncIterator](): AsyncIterator<BusEvent>;
  close(): void;
}

/** An event to be fired. */
export interface FireOptions {
  /** The pull socket, see `busPaths`. */
  readonly path: string;
  readonly event: BusEvent;
  readonly timeoutMs: number;
}

const MAX_EVENT = 64 * 1024 * 1024;

/** Connects to a bus, of either framing. Throws BusError when there is nobody. */
export async function openBusClient(options: BusClientOptions): Promise<BusClient> {
  const socket = await reach(options.path, options.signal);
  return new SocketClient(socket, options);
}

/** Fires an event; it is with the daemon's system when this resolves, as there is no answer. Throws BusError or TimeoutError. */
export async function fireOnBus({ path, event, timeoutMs }: FireOptions): Promise<void> {
  const frame = encodeFrame(encodeEvent(event.tag, event.data), "3006");
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const socket = await reach(path, signal);
    await finish(socket, frame, signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new TimeoutError(`${path} did not take an event within ${timeoutMs} ms`, { cause });
  }
}

class SocketClient implements BusClient {
  readonly #socket: Socket;
  readonly #frames: FrameReader;
  #closed = false;

  constructor(socket: Socket, options: BusClientOptions) {
    this.#socket = socket;
    this.#frames = new FrameReader(options.maxEventBytes ?? MAX_EVENT);
    socket.on("error", () => {}); // Ends the iteration, which tells all there is to tell.
    const close = (): void => this.close();
    options.signal?.addEventListener("abort", close, { once: true });
    socket.once("close", () => options.signal?.removeEventListener("abort", close));
    if (options.signal?.aborted) this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<BusEvent, void, undefined> {
    try {
      for await (const chunk of this.#socket) {
        for (const bytes of this.#frames.push(chunk)) {
          const event = readable(bytes);
          if (event !== undefined) yield event;
        }
      }
    } catch (error) {
      if (!this.#closed && !isBroken(error)) throw error;
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }
}

function readable(bytes: Uint8Array): BusEvent | undefined {
  try {
    return decodeEvent(bytes);
  } catch {
    return undefined;
  }
}

/** The daemon went away: an end like any other. */
function isBroken(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes(errorCode(error));
}

function reach(path: string, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const abort = (): void => {
      socket.destroy();
      reject(new BusError(`connecting to ${path} was given up`));
    };
    const failed = (cause: Error): void => {
      signal?.removeEventListener("abort", abort);
      const hint = "Is the daemon running, with the same sock_dir, and may this account reach it?";
      reject(new BusError(`${path} cannot be reached (${errorCode(cause)})`, { cause, hint }));
    };
    socket.once("error", failed);
    socket.once("connect", () => {
      signal?.removeEventListener("abort", abort);
      socket.removeListener("error", failed);
      resolve(socket);
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

function finish(socket: Socket, frame: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", (cause) =>
      reject(new BusError(`an event was not taken (${errorCode(cause)})`, { cause })),
    );
    socket.once("close", () => signal.removeEventListener("abort", abort));
    socket.end(frame, () => {
      socket.destroy();
      resolve();
    });
  });
}
