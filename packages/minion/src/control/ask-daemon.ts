/**
 * Asking the minion that runs on this machine for something, over its event bus.
 */
import type { Dict } from "@salt/core";
import type { BusClient } from "@salt/wire";
import { BusError, busPaths, fireOnBus, minionBusName, openBusClient, stamped } from "@salt/wire";

const FIRE_MS = 2000;

/** A question, and how it is answered. */
export interface DaemonQuestion {
  readonly sockDir: string;
  readonly id: string;
  readonly tag: string;
  readonly request: Dict;
  /** Tag of the event that answers; undefined when nothing does. */
  readonly answerTag: string | undefined;
  readonly timeoutMs: number;
}

/** What the daemon answers; undefined when none runs, or it does not answer in time. */
export async function askDaemon(question: DaemonQuestion): Promise<Dict | undefined> {
  const { sockDir, id, tag, request, answerTag, timeoutMs } = question;
  const { pub, pull } = busPaths(sockDir, minionBusName(id));
  const signal = AbortSignal.timeout(timeoutMs);
  let bus: BusClient;
  try {
    bus = await openBusClient({ path: pub, signal });
  } catch (error) {
    if (error instanceof BusError) return undefined;
    throw error;
  }
  try {
    await fireOnBus({
      path: pull,
      event: { tag, data: stamped(request, Date.now()) },
      timeoutMs: FIRE_MS,
    });
    if (answerTag === undefined) return new Map([["complete", true]]);
    for await (const event of bus) if (event.tag === answerTag) return event.data;
    return undefined; // The daemon went away, or took too long.
  } finally {
    bus.close();
  }
}
