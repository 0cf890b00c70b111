/**
 * What is printed for a minion that did not answer.
 */
import type { MissingReason } from "@salt/client";

/** The words in brackets that Salt prints, and by which its summary counts. */
export type SilentWord = "Not connected" | "No response";

/**
 * Which of Salt's two words fits. It says `Not connected` only of minions that it has known and that are certainly
 * away; without a reason, as from a real master, nothing is certain.
 */
export function silentWord(reason: MissingReason): SilentWord {
  return reason.kind === "disconnected" && !reason.connected ? "Not connected" : "No response";
}

/** The text that stands in place of the return; scripts know it by its first line. */
export function missingText(jid: string, word: SilentWord = "No response"): string {
  const first = `Minion did not return. [${word}]`;
  return word === "Not connected" ? first : [first, lookupText(jid)].join("\n");
}

/** How to find the answers that are still to come. */
export function lookupText(jid: string): string {
  return [
    "The minions may not have all finished running and any remaining minions will return upon completion. " +
      "To look up the return data for this job later, run the following command:",
    "",
    `salt-run jobs.lookup_jid ${jid}`,
  ].join("\n");
}

/** Why there is no answer, as a line for standard error; undefined when the master could not tell. */
export function reasonText(id: string, reason: MissingReason, now: number): string | undefined {
  const text = sentence(id, reason, now);
  return text === undefined ? undefined : `${id}: ${text}`;
}

function sentence(id: string, reason: MissingReason, now: number): string | undefined {
  switch (reason.kind) {
    case "key":
      return KEY_TEXTS[reason.key](id);
    case "never-connected":
      return "never connected. Its key is accepted, and nothing has come from it yet.";
    case "disconnected":
      return `disconnected. Nothing has come from it since ${moment(reason.since)}, ${ago(now, reason.since)}.`;
    case "running":
      return runningText(reason, now);
    case "job-unknown":
      return "connected, but it does not know the job: the job did not reach it, or has ended without a return.";
    case "return-lost":
      return "connected, and it has done the job, but its return was lost on the way.";
    case "silent":
      return `heard of ${ago(now, reason.seen)}, but it has neither returned nor told what became of the job.`;
    case "unknown":
      return undefined;
  }
}

/** It is named as running by its last word; when that is old, it has not said another one since. */
function runningText(
  { pid, startedAt, at }: Extract<MissingReason, { readonly kind: "running" }>,
  now: number,
): string {
  const who = pid === undefined ? "" : ` (pid ${pid})`;
  return `connected and still running the job${who} for ${span(at - startedAt)} when last asked, ${ago(now, at)}.`;
}

const KEY_TEXTS = {
  pending: (id: string) => `its key waits to be accepted: salt-key -a ${id}`,
  rejected: (id: string) =>
    `its key was rejected; to take it after all: salt-key --include-rejected -a ${id}`,
  denied: (id: string) => `it presents another key than the accepted one; to start over: salt-key -d ${id}`,
  unknown: () => "the master has no key of that name.",
} as const;

/** Local time to the second, as in `2026-01-31 23:59:59`. */
function moment(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const ago = (now: number, at: number): string => `${span(now - at)} ago`;

/** A length of time in the unit that fits it. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return counted(seconds, "second");
  if (seconds < 7200) return counted(Math.round(seconds / 60), "minute");
  if (seconds < 172_800) return counted(Math.round(seconds / 3600), "hour");
  return counted(Math.round(seconds / 86_400), "day");
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
