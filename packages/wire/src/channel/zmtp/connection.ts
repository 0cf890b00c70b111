/**
 * One connection to the request port: from its greeting to the requests it brings and the replies it takes.
 */
import type { Socket } from "node:net";
import { MalformedError } from "@salt/core";
import { ByteQueue } from "../../codec/byte-queue.js";
import { totalBytes } from "../../codec/pieces.js";
import type { Frame } from "./frames.js";
import { encodeCommand, encodeFrames, FrameParser } from "./frames.js";
import { checkGreeting, GREETING_BYTES, greeting, readCommand, readSocketType, ready } from "./handshake.js";

/** Who sent a request, as the system tells it. */
export interface Peer {
  /** An IP address; IPv4 ones are in IPv4's own form. */
  readonly address: string;
  readonly port: number;
}

/** A request and the frames that its reply must begin with. */
export interface Message {
  readonly route: readonly Buffer[];
  readonly body: Buffer;
}

/** What a connection tells its server. */
export interface ConnectionEvents {
  /** There is a request to take, or room for another reply. */
  changed(connection: Connection): void;
  /** So many more bytes, or fewer, are held for requests that are not whole yet. */
  held(change: number): void;
  closed(connection: Connection, why: string | undefined): void;
}

/** An honest sender has one request on its way; a relay has some. */
const MAX_UNANSWERED = 16;
/** Bytes of replies that wait for a sender who does not read, before no more of its requests are taken. */
const MAX_UNSENT = 1024 * 1024;
/** Replies of up to this size are joined into one buffer. */
const MAX_JOINED = 16 * 1024;
/** Frames before the body: one of each relay, and the empty one. */
const MAX_ROUTE = 8;
/** All that this side has to say in a handshake. It depends on nothing the other side says, so it goes out in one packet. */
const HELLO = Buffer.concat([greeting(), ready("ROUTER")]);
const HANDSHAKE_MS = 10_000;
const KEEPALIVE_MS = 60_000;

/** A connection with its own bounds on everything. */
export class Connection {
  readonly peer: Peer;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #maxBytes: number;
  readonly #frames: FrameParser;
  readonly #greeting = new ByteQueue();
  readonly #messages: Message[] = [];
  #parts: Buffer[] = [];
  #partBytes = 0;
  #phase: "greeting" | "ready" | "open" = "greeting";
  #unanswered = 0;
  #held = 0;
  #fault: string | undefined;

  constructor(socket: Socket, maxBytes: number, events: ConnectionEvents) {
    this.peer = { address: plainAddress(socket.remoteAddress ?? ""), port: socket.remotePort ?? 0 };
    this.#socket = socket;
    this.#events = events;
    this.#maxBytes = maxBytes;
    this.#frames = new FrameParser(maxBytes);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEPALIVE_MS);
    socket.setTimeout(HANDSHAKE_MS, () => this.destroy("it did not shake hands in time"));
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("drain", () => events.changed(this));
    socket.on("error", () => {}); // "close" follows.
    socket.on("close", () => {
      this.#hold(0);
      events.closed(this, this.#fault);
    });
    socket.write(HELLO);
  }

  /** Bytes held for requests that are not whole yet. */
  get bytesHeld(): number {
    return this.#held;
  }

  /** The next request, unless there is none or too many are unanswered. Reading stops while requests wait here. */
  take(): Message | undefined {
    const blocked = this.#unanswered >= MAX_UNANSWERED || this.#socket.writableLength > MAX_UNSENT;
    const message = blocked ? undefined : this.#messages.shift();
    if (message !== undefined) this.#unanswered++;
    if (this.#messages.length > 0) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
    return message;
  }

  /** Sends the reply to a request; to a connection that is gone, nothing. */
  reply(route: readonly Buffer[], body: readonly Uint8Array[]): void {
    this.#unanswered--;
    if (!this.#socket.destroyed) this.#write(encodeFrames(route, body));
    this.#events.changed(this);
  }

  /** What is small goes out as one; joining what is large would cost more than handing over its pieces. */
  #write(pieces: readonly Uint8Array[]): void {
    if (totalBytes(pieces) <= MAX_JOINED) {
      this.#socket.write(Buffer.concat(pieces));
      return;
    }
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  /** Sends what waits, then closes. */
  end(): void {
    this.#socket.resume();
    this.#socket.end();
  }

  /** Closes at once. */
  destroy(why?: string): void {
    this.#fault ??= why;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      const rest = this.#phase === "greeting" ? this.#receiveGreeting(chunk) : chunk;
      if (rest === undefined) return;
      for (const frame of this.#frames.push(rest)) this.#handle(frame);
    } catch (error) {
      this.destroy(error instanceof MalformedError ? error.message : "its frames could not be read");
      return;
    }
    if (this.#messages.length > 0) this.#events.changed(this);
    this.#hold(this.#partBytes + this.#frames.buffered);
  }

  #hold(bytes: number): void {
    const change = bytes - this.#held;
    this.#held = bytes;
    if (change !== 0) this.#events.held(change);
  }

  /** What follows the greeting, once that is whole. */
  #receiveGreeting(chunk: Buffer): Buffer | undefined {
    this.#greeting.append(chunk);
    const bytes = this.#greeting.bytes;
    checkGreeting(bytes);
    if (bytes.length < GREETING_BYTES) return undefined;
    this.#phase = "ready";
    return bytes.subarray(GREETING_BYTES);
  }

  #handle({ command, more, body }: Frame): void {
    if (command) {
      this.#obey(body);
      return;
    }
    if (this.#phase !== "open") throw new MalformedError("a message came before the handshake was over");
    this.#parts.push(body);
    this.#partBytes += body.length;
    if (this.#partBytes > this.#maxBytes) throw new MalformedError("a request is too large");
    if (this.#parts.length > MAX_ROUTE + 1) throw new MalformedError("a request has too many frames");
    if (more) return;
    const route = this.#parts.slice(0, -1);
    this.#parts = [];
    this.#partBytes = 0;
    // What does not end in an empty frame and a body is no request, and gets no reply, as with a REP socket.
    if (route.at(-1)?.length === 0) this.#messages.push({ route, body });
  }

  #obey(body: Buffer): void {
    const { name, data } = readCommand(body);
    if (name === "PING") {
      this.#socket.write(encodeCommand("PONG", data.subarray(2, 18)));
    } else if (name === "READY" && this.#phase === "ready") {
      const type = readSocketType(data);
      if (type !== "REQ" && type !== "DEALER" && type !== "ROUTER")
        throw new MalformedError("it sends no requests");
      this.#phase = "open";
      this.#socket.setTimeout(0);
    }
  }
}

function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}
