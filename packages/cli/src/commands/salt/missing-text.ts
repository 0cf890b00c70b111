/**
 * What is printed for a minion that did not answer.
 */
import type { MissingReason } from "@salt/client";

/** The text that stands in place of the return; scripts know it by its first line. */
export function missingText(jid: string): string {
  return [
    "Minion did not return. [No response]",
    "The minions may not have all finished running and any remaining minions will return upon completion. " +
      "To look up the return data for this job later, run the following command:",
    "",
    `salt-run jobs.lookup_jid ${jid}`,
  ].join("\n");
}

/** Why there is no answer, as a line for standard error; undefined when the master could not tell. */
export function reasonText(id: string, reason: MissingReason, now: number): string | undefined {
  switch (reason.kind) {
    case "key":
      return `${id}: ${KEY_TEXTS[reason.key](id)}`;
    case "never-seen":
      return `${id}: its key is accepted, but it has not been heard of since the master started.`;
    case "last-seen":
      return `${id}: last heard of ${ago(now - reason.at)} ago.`;
    case "running":
      return `${id}: was still at work on the job${reason.pid === undefined ? "" : ` (pid ${reason.pid})`}.`;
    case "return-lost":
      return `${id}: is there and not at work on the job, but its return has not arrived.`;
    case "unknown":
      return undefined;
  }
}

const KEY_TEXTS = {
  pending: (id: string) => `its key waits to be accepted: salt-key -a ${id}`,
  rejected: (id: string) =>
    `its key was rejected; to take it after all: salt-key --include-rejected -a ${id}`,
  denied: (id: string) => `it presents another key than the accepted one; to start over: salt-key -d ${id}`,
  unknown: () => "the master has no key of that name.",
} as const;

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}
