/**
 * `--async`: sends a job and tells its id, without waiting for anyone.
 */
import { EXIT, unlessSalt } from "../exit-status.js";
import type { SaltSession } from "./session.js";
import { NOTHING_MATCHED, requestOf } from "./session.js";

/** Runs the job; the exit status. */
export async function runAsync({ client, command, screen, policy }: SaltSession): Promise<number> {
  const job = await client.publish(requestOf(command), { listen: false });
  if (job === undefined) screen.line(NOTHING_MATCHED);
  screen.line(`Executed command with job ID: ${job?.jid ?? 0}`);
  return job === undefined ? unlessSalt(policy, EXIT.nothing) : EXIT.ok;
}
