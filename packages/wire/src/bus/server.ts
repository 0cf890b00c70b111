/**
 * The event bus of a daemon: a socket that gives every event to every reader, and one that takes events.
 */
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { BusEvent, Closable, Logger } from "@salt/core";
import { errorText } from "@salt/core";
import { decodeEvent, encodeTrimmed } from "./event.js";
import type { BusFraming } from "./framing.js";
import { encodeFrame, FrameReader } from "./framing.js";
import { busPaths, listenAt } from "./socket-file.js";

/** How a bus is opened. */
export interface BusServerOptions {
  /** Made with mode 0700 when missing. */
  readonly dir: string;
  /** `master`, or a minion's by `minionBusName`. */
  readonly name: string;
  readonly framing: BusFraming;
  /** Larger events have their largest values trimmed when published, and are refused when fired. */
  readonly maxEventBytes: number;
  /** Bytes held for a reader that does not read before it is dropped; 64 MiB by default. */
  readonly maxQueuedBytes?: number;
  /** Connections to each socket; 1000 by default. */
  readonly maxConnections?: number;
  readonly log: Logger;
  /** Takes what others fire. Nothing is published by itself. */
  readonly onEvent: (event: BusEvent) => void;
}

/** An open bus. */
export interface BusServer extends Closable {
  /** Where events are read. */
  readonly pubPath: string;
  /** Where events are fired. */
  readonly pullPath: string;
  /** Gives an event to every reader. Never waits and never throws: what cannot be sent is logged. */
  publish(event: BusEvent): void;
  /** Hands readers what they were given, for a second at most, and removes both sockets. */
  close(): Promise<void>;
}

const MAX_QUEUED = 64 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 1000;

/** Opens both sockets. Throws BusError, also when a living process has them. */
export async function openBusServer(options: BusServerOptions): Promise<BusServer> {
  const bus = new SocketBus(options);
  try {
    await bus.listen();
  } catch (error) {
    await bus.close();
    throw error;
  }
  return bus;
}

class SocketBus implements BusServer {
  readonly pubPath: string;
  readonly pullPath: string;
  readonly #options: BusServerOptions;
  readonly #readers = new Set<Socket>();
  readonly #writers = new Set<Socket>();
  readonly #pub: Server;
  readonly #pull: Server;

  constructor(options: BusServerOptions) {
    this.#options = options;
    const paths = busPaths(options.dir, options.name);
    this.pubPath = paths.pub;
    this.pullPath = paths.pull;
    this.#pub = createServer((socket) => this.#addReader(socket));
    this.#pull = createServer((socket) => this.#addWriter(socket));
    for (const server of [this.#pub, this.#pull]) server.maxConnections = options.maxConnections ?? 1000;
  }

  async listen(): Promise<void> {
    await listenAt(this.#pull, this.pullPath, 0o600);
    await listenAt(this.#pub, this.pubPath, this.#options.framing === "3006" ? 0o600 : 0o660);
  }

  publish(event: BusEvent): void {
    if (this.#readers.size === 0) return;
    let frame: Buffer;
    try {
      frame = encodeFrame(encodeTrimmed(event, this.#options.maxEventBytes), this.#options.framing);
    } catch (error) {
      this.#options.log.error({ tag: event.tag, error: errorText(error) }, "An event could not be published");
      return;
    }
    for (const reader of this.#readers) this.#give(reader, frame);
  }

  async close(): Promise<void> {
    for (const writer of this.#writers) writer.destroy();
    for (const reader of this.#readers) reader.end();
    const timer = setTimeout(() => this.#dropReaders(), CLOSE_TIMEOUT_MS);
    await Promise.all([this.#pub, this.#pull].map(closed));
    clearTimeout(timer);
  }

  #dropReaders(): void {
    for (const reader of this.#readers) reader.destroy();
  }

  #give(reader: Socket, frame: Buffer): void {
    if (reader.writableLength + frame.length > (this.#options.maxQueuedBytes ?? MAX_QUEUED)) {
      this.#options.log.warn(
        { queued: reader.writableLength },
        "A reader of the event bus does not read; dropped",
      );
      reader.destroy();
      return;
    }
    reader.write(frame);
  }

  #addReader(socket: Socket): void {
    this.#track(socket, this.#readers);
    socket.resume(); // Readers have nothing to say.
  }

  #addWriter(socket: Socket): void {
    this.#track(socket, this.#writers);
    const frames = new FrameReader(this.#options.maxEventBytes);
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const bytes of frames.push(chunk)) this.#options.onEvent(decodeEvent(bytes));
      } catch (error) {
        this.#options.log.warn({ error: errorText(error) }, "An event that was fired was refused");
        socket.destroy();
      }
    });
  }

  #track(socket: Socket, all: Set<Socket>): void {
    all.add(socket);
    socket.on("close", () => all.delete(socket));
    socket.on("error", (error) =>
      this.#options.log.debug({ error: errorText(error) }, "A bus connection broke"),
    );
  }
}

/** Closes a server, which also removes its socket file; one that never listened is closed already. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
