/**
 * The bus, shared by all jobs of one command: every listener gets the events of the jobs it follows.
 */
import type { BusEvent, Closable, Logger } from "@salt/core";
import { errorText, sleep } from "@salt/core";
import { Doorbell } from "./doorbell.js";

/** A connection to the bus, as `@salt/wire` opens it. */
export interface EventSource extends Closable, AsyncIterable<BusEvent> {}

/** How many events a listener keeps that nobody has taken; older ones are dropped, the job cache has them. */
const MAX_KEPT_EVENTS = 100_000;
const RECONNECT_PAUSE_MS = 200;

/** Follows some jobs. While `holding`, it keeps every job event: the job id is not known before the reply. */
export class JobListener {
  readonly #jids = new Set<string>();
  #kept: BusEvent[] = [];
  #holds = 0;
  readonly #bell = new Doorbell();

  /** Keeps everything until `follow` or `release` says what it was for. */
  hold(): void {
    this.#holds += 1;
  }

  /** Ends a hold; with a job id, that job is followed from now on. */
  release(jid?: string): void {
    this.#holds -= 1;
    if (jid !== undefined) this.#jids.add(jid);
    if (this.#holds === 0) this.#kept = this.#kept.filter((event) => this.#wants(event.tag));
  }

  /** Takes an event if it belongs to a followed job. */
  offer(event: BusEvent): void {
    if (this.#holds === 0 && !this.#wants(event.tag)) return;
    if (this.#kept.length >= MAX_KEPT_EVENTS) this.#kept.shift();
    this.#kept.push(event);
    this.#bell.ring();
  }

  /** The events since the last call, oldest first. */
  take(): readonly BusEvent[] {
    const taken = this.#kept;
    this.#kept = [];
    return taken;
  }

  /** Waits for an event, at most `ms` milliseconds. */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#kept.length > 0 || ms <= 0) return;
    await this.#bell.wait(ms, signal);
  }

  /** Job events are `salt/job/<jid>/…`, the bare job id, and `syndic/<id>/<either>` from masters below. */
  #wants(tag: string): boolean {
    const own = tag.startsWith("syndic/") ? tag.slice(tag.indexOf("/", 7) + 1) : tag;
    const jid = own.startsWith("salt/job/") ? own.slice(9).split("/", 1)[0] : own;
    return jid !== undefined && this.#jids.has(jid);
  }
}

/** Reads the bus for as long as it is open, connects again when the master was restarted. */
export class EventFeed implements Closable {
  readonly #listeners = new Set<JobListener>();
  readonly #connect: () => Promise<EventSource>;
  readonly #log: Logger;
  readonly #closing = new AbortController();
  #source: EventSource;

  constructor(source: EventSource, connect: () => Promise<EventSource>, log: Logger) {
    this.#source = source;
    this.#connect = connect;
    this.#log = log;
    void this.#read();
  }

  /** A new listener, which gets events from now on. */
  listen(): JobListener {
    const listener = new JobListener();
    this.#listeners.add(listener);
    return listener;
  }

  /** Ends a listener. */
  drop(listener: JobListener): void {
    this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#listeners.clear();
    await this.#source.close();
  }

  async #read(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        for await (const event of this.#source) {
          for (const listener of this.#listeners) listener.offer(event);
        }
      } catch (error) {
        this.#log.debug({ err: errorText(error) }, "Lost the event bus");
      }
      await this.#reconnect();
    }
  }

  /** Events fired meanwhile are lost here; who waits for a return finds it in the job cache. */
  async #reconnect(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await sleep(RECONNECT_PAUSE_MS, signal);
      if (signal.aborted) return;
      try {
        this.#source = await this.#connect();
        if (signal.aborted) await this.#source.close();
        return;
      } catch (error) {
        this.#log.debug({ err: errorText(error) }, "The event bus is not there yet");
      }
    }
  }
}
