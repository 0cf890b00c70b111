/**
 * Names that somebody may have meant.
 */

import { editDistance } from "@salt/core";

/** How many are told. */
const MAX_TOLD = 5;

/** Names that differ little from one that was typed, the nearest first. */
export function nearNames(typed: string, names: Iterable<string>): readonly string[] {
  const limit = Math.max(1, typed.length / 3);
  return [...new Set(names)]
    .filter((name) => Math.abs(name.length - typed.length) <= limit)
    .map((name) => ({ name, changes: editDistance(typed, name) }))
    .filter(({ changes }) => changes <= limit)
    .sort((left, right) => left.changes - right.changes)
    .slice(0, MAX_TOLD)
    .map(({ name }) => name);
}
