/**
 * Asking the schedule of the minion that runs on this machine, over its event bus.
 */
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";
import { askDaemon } from "../control/ask-daemon.js";

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
  const told = ANSWERS.get(getString(request, "func") ?? "");
  const answerTag = told === undefined ? undefined : `/salt/minion/minion_schedule_${told}`;
  return await askDaemon({ sockDir, id, tag: "manage_schedule", request, answerTag, timeoutMs: ANSWER_MS });
}
