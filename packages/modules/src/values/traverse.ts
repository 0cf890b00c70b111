/**
 * Looking up `a:b:c` in nested data, as grains.get and pillar.get do.
 */
import type { Dict, Value } from "@salt/core";
import { walk } from "@salt/core";

/** The value at a path of keys and list positions, or undefined when it leads nowhere. A key that is no text is one step. */
export function traverse(data: Dict, key: Value, delimiter = ":"): Value | undefined {
  if (typeof key !== "string") return data.get(key);
  if (delimiter === "") return data.get(key);
  return walk(data, key.split(delimiter));
}
