/**
 * What states of cron jobs answer.
 */
import type { StateAnswer, Value } from "@salt/core";
import { pythonStr } from "@salt/core";
import { changed, failed, pending, unchanged } from "../answer/answer.js";
import type { JobStatus } from "./job-status.js";

/** What is managed: a job or a variable of an account. */
export interface Managed {
  /** `Cron` or `Cron env`. */
  readonly kind: string;
  readonly name: string;
  readonly user: Value;
}

/** What a trial of adding or changing comes to. */
export function trialOfPresent({ kind, name }: Managed, status: JobStatus): StateAnswer {
  if (status === "present") return unchanged(name, `${kind} ${name} already present`);
  return pending(name, `${kind} ${name} is set to be ${status === "absent" ? "added" : "updated"}`);
}

/** What a trial of removing comes to. */
export function trialOfAbsent({ kind, name }: Managed, status: JobStatus): StateAnswer {
  if (status === "absent") return unchanged(name, `${kind} ${name} is absent`);
  return pending(name, `${kind} ${name} is set to be removed`);
}

/** What the functions of `cron` did: one of their words, or the complaint of crontab. */
export function outcome(managed: Managed, done: Value): StateAnswer {
  const { kind, name, user } = managed;
  const owner = pythonStr(user);
  const changes = new Map([[user, name]]);
  switch (done) {
    case "present":
      return unchanged(name, `${kind} ${name} already present`);
    case "absent":
      return unchanged(name, `${kind} ${name} already absent`);
    case "new":
      return changed(name, `${kind} ${name} added to ${owner}'s crontab`, changes);
    case "updated":
      return changed(name, `${kind} ${name} updated`, changes);
    case "removed":
      return changed(name, `${kind} ${name} removed from ${owner}'s crontab`, changes);
    default:
      return failed(name, `${kind} ${name} for user ${owner} failed to commit with error ${pythonStr(done)}`);
  }
}

/** As `outcome`; a complaint begins on a line of its own. */
export function outcomeOfSetting(managed: Managed, done: Value): StateAnswer {
  const told = outcome(managed, done);
  if (told.result !== false) return told;
  return { ...told, comment: String(told.comment).replace(" with error ", " with error \n") };
}
