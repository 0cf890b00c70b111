/**
 * The names that keys are printed under: those of the directories that they lie in.
 */
import type { Dict, KeyLists, Value } from "@salt/core";
import type { KeyState } from "@salt/master";
import { KEY_FOLDERS } from "@salt/master";

/** The order in which Salt lists states. */
export const STATE_ORDER: readonly KeyState[] = ["accepted", "pending", "rejected", "denied"];

/** Ids by state as a dict to print; states without ids only when `empty` is set. */
export function keyDict(keys: Partial<KeyLists>, empty: boolean): Dict {
  const states = STATE_ORDER.filter((state) =>
    empty ? keys[state] !== undefined : (keys[state]?.length ?? 0) > 0,
  );
  return new Map(
    states.map((state): [Value, Value] => [KEY_FOLDERS[state], ignoringCase(keys[state] ?? [])]),
  );
}

/** Sorted by letters, upper and lower case alike. */
export function ignoringCase(ids: readonly string[]): readonly string[] {
  return [...ids].sort((a, b) => compare(a.toLowerCase(), b.toLowerCase()) || compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
