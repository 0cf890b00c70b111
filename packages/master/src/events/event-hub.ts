/**
 * The master's event bus: readers in other processes on the sockets, readers in this one by callback.
 */
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BusEvent, Clock, Closable, Dict, Logger, MasterConfig, Plain } from "@salt/core";
import { dict, errorText, isDict, writeFileAtomic } from "@salt/core";
import type { BusServer } from "@salt/wire";
import { openBusServer, stamped } from "@salt/wire";

/** The options of the bus. */
export type EventHubConfig = Pick<
  MasterConfig,
  "sock_dir" | "cli_event_framing" | "max_event_size" | "publisher_acl" | "external_auth"
>;

/** Fires events. */
export interface EventSink {
  /** Gives an event to all readers, with the time of now. Never throws. */
  fire(tag: string, data: Dict | { readonly [key: string]: Plain }): void;
}

/** Whether other accounts than the master's own send commands. */
export function servesOthers(config: Pick<MasterConfig, "publisher_acl" | "external_auth">): boolean {
  return config.publisher_acl.size > 0 || config.external_auth.size > 0;
}

/** What Salt's commands look for, and its salt-api; nobody speaks by them here. */
const PRESENCE = ["publish_pull.ipc", "workers.ipc"];

type Listener = (event: BusEvent) => void;

/** An open bus. */
export class EventHub implements EventSink, Closable {
  readonly #listeners = new Set<Listener>();
  readonly #clock: Clock;
  readonly #log: Logger;
  #server: BusServer | undefined;
  #presence: readonly string[] = [];

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Opens the sockets, and the files whose presence tells programs of Salt that a master runs. Throws BusError. */
  async listen(config: EventHubConfig): Promise<void> {
    this.#server = await openBusServer({
      dir: config.sock_dir,
      name: "master",
      framing: config.cli_event_framing,
      maxEventBytes: config.max_event_size,
      log: this.#log,
      // Whoever may write to the socket is the master's own account: it may fire anything.
      onEvent: (event) => this.fire(event.tag, event.data),
    });
    // Accounts of publisher_acl and users of external systems read the answers to their jobs here.
    if (servesOthers(config)) chmodSync(this.#server.pubPath, 0o666);
    this.#presence = PRESENCE.map((name) => join(config.sock_dir, name));
    for (const path of this.#presence) writeFileAtomic(path, "", { mode: 0o600 });
  }

  fire(tag: string, data: Dict | { readonly [key: string]: Plain }): void {
    const event = { tag, data: stamped(isDict(data) ? data : dict(data), this.#clock.now()) };
    for (const listener of this.#listeners) this.#tell(listener, event);
    this.#server?.publish(event);
  }

  /** Calls back for every event until the result is closed. */
  subscribe(listener: Listener): Closable {
    this.#listeners.add(listener);
    return { close: () => void this.#listeners.delete(listener) };
  }

  async close(): Promise<void> {
    for (const path of this.#presence) rmSync(path, { force: true });
    await this.#server?.close();
  }

  #tell(listener: Listener, event: BusEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#log.error({ tag: event.tag, error: errorText(error) }, "A reader of events failed");
    }
  }
}
