/**
 * The events of a master's bus as an async iterable.
 */
import type { BusEvent, MasterConfig } from "@salt/core";
import { errorText } from "@salt/core";
import { busPaths, openBusClient } from "@salt/wire";
import { MasterUnreachableError } from "../local/errors.js";
import type { ClientOptions } from "./client-options.js";
import { resolveOptions } from "./client-options.js";

/** Which events. */
export interface EventFilter {
  /** What tags begin with; all events unless given. */
  readonly prefix?: string;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

/** Events from the moment it was opened, until it is closed or its signal aborts. */
export interface EventStream extends AsyncIterable<BusEvent> {
  close(): Promise<void>;
}

/** Opens a stream at the bus of a configuration. Throws MasterUnreachableError. */
export async function openBusStream(
  config: Pick<MasterConfig, "sock_dir">,
  { prefix = "", signal }: EventFilter = {},
): Promise<EventStream> {
  const { pub: path } = busPaths(config.sock_dir, "master");
  const bus = await openBusClient(signal === undefined ? { path } : { path, signal }).catch(
    (error: unknown) => {
      throw new MasterUnreachableError({ path, err: errorText(error) }, error);
    },
  );
  async function* events(): AsyncGenerator<BusEvent, void, undefined> {
    try {
      for await (const event of bus) if (event.tag.startsWith(prefix)) yield event;
    } finally {
      await bus.close();
    }
  }
  return { [Symbol.asyncIterator]: events, close: async () => await bus.close() };
}

/** The events of a master. Throws MasterUnreachableError and ConfigError. */
export function openEvents(options: ClientOptions & EventFilter = {}): Promise<EventStream> {
  const { config, signal } = resolveOptions(options);
  const { prefix = "" } = options;
  return openBusStream(config, signal === undefined ? { prefix } : { prefix, signal });
}
