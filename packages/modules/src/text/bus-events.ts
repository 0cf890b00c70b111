/**
 * The events of a bus on this machine, for functions that wait for some of them.
 */
import type { BusEvent, ExecutionContext } from "@salt/core";
import { sleep } from "@salt/core";
import { BusError, busPaths, minionBusName, openBusClient } from "@salt/wire";

/** Whose bus, and where its sockets are. */
export interface WatchedBus {
  readonly dir: string;
  /** `master`, or else this minion. */
  readonly node: string;
}

/** How long to wait before a bus that nobody serves is looked for again. */
const AGAIN_MS = 500;

/** Events until the signal aborts; a daemon that is not there, or goes, is waited for. */
export async function* busEvents(
  { dir, node }: WatchedBus,
  { id, log }: Pick<ExecutionContext, "id" | "log">,
  signal: AbortSignal,
): AsyncGenerator<BusEvent> {
  const { pub } = busPaths(dir, node === "master" ? "master" : minionBusName(id));
  while (!signal.aborted) {
    try {
      const bus = await openBusClient({ path: pub, signal });
      yield* bus;
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      log.debug({ path: pub }, "Nobody serves the bus; it is looked for again");
    }
    await sleep(AGAIN_MS, signal);
  }
}
