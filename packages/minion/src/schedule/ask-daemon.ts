/**
 * Asking the schedule of the minion that runs on this machine, over its event bus.
 */
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";
import type { BusClient } from "@salt/wire";
import { BusError, busPaths, fireOnBus, minionBusName, openBusClient, stamped } from "@salt/wire";

const FIRE_MS = 2000;
/** As long as Salt waits for the answer. */
const ANSWER_MS = 30_000;

/** What the answers to these requests are called; requests that are not here are answered by nothing. */
const ANSWERS: ReadonlyMap<string, string> = new Map([
  ["add", "add_complete"],
  ["delete", "delete_complete"],
  ["modify", "modify_complete"],
  ["enable", "enabled_complete"],
  ["disable", "disabled_complete"],
  ["enable_job", "enabled_job_complete"],
  ["disable_job", "disabled_job_complete"],
  ["postpone_job", "postpone_job_complete"],
  ["skip_job", "skip_job_complete"],
  ["list", "list_complete"],
  ["save_schedule", "saved"],
  ["get_next_fire_time", "next_fire_time_complete"],
  ["job_status", "job_status_complete"],
]);

/** What the daemon answers; undefined when none runs, or it does not answer in time. */
export async function askScheduleOfDaemon(
  sockDir: string,
  id: string,
  request: Dict,
): Promise<Dict | undefined> {
  const { pub, pull } = busPaths(sockDir, minionBusName(id));
  const signal = AbortSignal.timeout(ANSWER_MS);
  let bus: BusClient;
  try {
    bus = await openBusClient({ path: pub, signal });
  } catch (error) {
    if (error instanceof BusError) return undefined;
    throw error;
  }
  try {
    const event = { tag: "manage_schedule", data: stamped(request, Date.now()) };
    await fireOnBus({ path: pull, event, timeoutMs: FIRE_MS });
    return await answerTo(getString(request, "func") ?? "", bus);
  } finally {
    bus.close();
  }
}

async function answerTo(func: string, bus: BusClient): Promise<Dict | undefined> {
  const told = ANSWERS.get(func);
  if (told === undefined) return new Map([["complete", true]]);
  const tag = `/salt/minion/minion_schedule_${told}`;
  for await (const event of bus) if (event.tag === tag) return event.data;
  return undefined; // The daemon went away, or took too long.
}
