/**
 * Sending in turn: a ZeroMQ socket of this library takes one message at a time.
 */
import { ChannelError } from "./endpoint.js";

/** The part of a socket that sends. */
export interface Sender {
  send(frames: Uint8Array[]): Promise<void>;
}

interface Pending {
  readonly frames: readonly Uint8Array[];
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

/** Hands messages to a socket one after another, holding at most `capacity` of them. */
export class SendQueue {
  readonly #socket: Sender;
  readonly #capacity: number;
  #pending: Pending[] = [];
  #sending: Promise<void> | undefined;

  constructor(socket: Sender, capacity: number) {
    this.#socket = socket;
    this.#capacity = capacity;
  }

  /** Resolves when the socket has taken the message. Throws ChannelError when the queue is full. */
  send(frames: readonly Uint8Array[]): Promise<void> {
    if (this.#pending.length >= this.#capacity) {
      return Promise.reject(
        new ChannelError("CHANNEL_BUSY", `${this.#capacity} messages wait to be sent already`),
      );
    }
    return new Promise((done, failed) => {
      this.#pending.push({ frames, done, failed });
      this.#sending ??= this.#pump();
    });
  }

  /** Resolves when everything taken so far was sent. */
  async idle(): Promise<void> {
    await this.#sending;
  }

  async #pump(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      for (const message of batch) {
        try {
          await this.#socket.send([...message.frames]);
          message.done();
        } catch (cause) {
          message.failed(cause);
        }
      }
    }
    this.#sending = undefined;
  }
}
