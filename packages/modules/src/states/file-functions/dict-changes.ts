/**
 * What changed between two maps, at any depth.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, isDict, isEqual } from "@salt/core";

/** What Salt shows for a key that was not there. */
const ABSENT = "<_null_>";

/** `old` and `new` of all keys that are new or have another value; keys that went are left out. */
export function dictChanges(before: Dict, after: Dict): Dict {
  const changes: MutableDict = new Map();
  for (const [key, value] of after) {
    const old = before.get(key);
    if (old === undefined) changes.set(key, added(value));
    else if (isDict(old) && isDict(value)) {
      const inner = dictChanges(old, value);
      if (inner.size > 0) changes.set(key, inner);
    } else if (!isEqual(old, value)) changes.set(key, dict({ old, new: value }));
  }
  return changes;
}

function added(value: Value): Dict {
  return dict({ old: ABSENT, new: value });
}
