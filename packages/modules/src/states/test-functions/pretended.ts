/**
 * What the states of `test` pretend to have changed.
 */
import type { Dict } from "@salt/core";
import { dict } from "@salt/core";

/** Changes of nothing, new each time because results may be changed. */
export function pretendedChanges(): Dict {
  return dict({ testing: { old: "Unchanged", new: "Something pretended to change" } });
}
