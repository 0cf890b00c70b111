/**
 * The arguments of states of cron jobs.
 */
import { maybe, needed } from "@salt/core";

const time = (what: string) => maybe.any("*", `The ${what}; \`random\` chooses one.`);

/** Whose jobs they are. */
export const user = maybe.any("root", "The account.");
/** The name that a job keeps when its command changes. */
export const identifier = maybe.any(false, "A name for the job; the command when not given.");
/** A time such as `@daily`. */
export const special = maybe.any(null, "A time such as `@daily`, in the place of the others.");

/** The parameters of `cron.present`. */
export const presentParams = {
  name: needed.str("The command."),
  user,
  minute: time("minute"),
  hour: time("hour"),
  daymonth: time("day of the month"),
  month: time("month"),
  dayweek: time("day of the week"),
  comment: maybe.any(null, "A comment for the line above the job."),
  commented: maybe.any(false, "Write the job so that it does not run."),
  identifier,
  special,
};
