/**
 * Asking the beacons of the minion that runs on this machine, over its event bus.
 */
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";
import { askDaemon } from "../control/ask-daemon.js";
import { BEACON_ANSWERS } from "./manage-beacons.js";

/** As long as Salt waits for the answer. */
const ANSWER_MS = 60_000;

/** What the daemon answers; undefined when none runs, or it does not answer in time. */
export async function askBeaconsOfDaemon(
  sockDir: string,
  id: string,
  request: Dict,
): Promise<Dict | undefined> {
  const told = BEACON_ANSWERS.get(getString(request, "func") ?? "");
  if (told === undefined) return undefined;
  const answerTag = `/salt/minion/minion_${told}`;
  return await askDaemon({ sockDir, id, tag: "manage_beacons", request, answerTag, timeoutMs: ANSWER_MS });
}
