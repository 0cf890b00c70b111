/**
 * What can be wrong with a scheduled job.
 */
import { SaltError } from "@salt/core";

/** A job of the schedule cannot be understood; it is left out and the log says why. */
export class ScheduleError extends SaltError {
  constructor(job: string, reason: string) {
    super("SCHEDULE", `${reason} Ignoring job ${job}.`, {
      hint: "Correct the job in the configuration, in the pillar, or with schedule.modify.",
    });
  }
}
