/**
 * What a chunk waits for: the states that have to run first, and requisites that mean none.
 */
import { pythonStr } from "@salt/core";
import type { Low, Requisite } from "./low.js";
import { requisitesOf } from "./low.js";
import { isProcessedSls } from "./requisite-status.js";
import type { Pass, RunState } from "./run-state.js";

const KINDS = [
  "require",
  "require_any",
  "watch",
  "watch_any",
  "prereq",
  "onfail",
  "onfail_any",
  "onchanges",
  "onchanges_any",
];

/** The states a chunk waits for, and the text about those there are none of. */
export interface Wanted {
  readonly chunks: readonly Low[];
  readonly complaint: string | undefined;
}

/** Looks up what a chunk waits for; chunks of a prereq are marked for a trial. */
export function wantedBy(run: RunState, low: Low, pass: Pass, isTrial: boolean): Wanted {
  const kinds = isTrial ? KINDS : [...KINDS, "prerequired"];
  const chunks: Low[] = [];
  const lost: (readonly [kind: string, requisites: readonly Requisite[]])[] = [];
  for (const kind of kinds) {
    const missing = requisitesOf(low, kind).filter((requisite) => {
      const found = requisite.value === null ? [] : pass.index.find(requisite);
      for (const chunk of found) mark(chunk, kind, requisite.key);
      chunks.push(...found);
      return found.length === 0 && !isProcessedSls(run, requisite);
    });
    if (missing.length > 0) lost.push([kind, missing]);
  }
  return { chunks, complaint: lost.length === 0 ? undefined : complaintOf(lost) };
}

function mark(chunk: Low, kind: string, key: string): void {
  if (kind === "prereq") chunk.set("__prereq__", true);
  else if (kind === "prerequired" && key !== "sls") chunk.set("__prerequired__", true);
}

function complaintOf(lost: readonly (readonly [string, readonly Requisite[]])[]): string {
  const lines = lost.flatMap(([kind, requisites]) => [
    `${" ".repeat(19)}${kind}:`,
    ...requisites.map(({ key, value }) => `${" ".repeat(23)}${key}: ${pythonStr(value)}`),
  ]);
  return ["The following requisites were not found:", ...lines, ""].join("\n");
}
