/**
 * Settings of an auth system that stand among its users in `external_auth`, with `^` before their names.
 */
import type { Dict, Value } from "@salt/core";
import { getDict } from "@salt/core";

/** The settings of a system, without their `^`. */
export function systemOptions(opts: Dict, system: string): ReadonlyMap<string, Value> {
  const settings = new Map<string, Value>();
  for (const [name, value] of getDict(getDict(opts, "external_auth") ?? new Map(), system) ?? []) {
    if (typeof name === "string" && name.startsWith("^")) settings.set(name.slice(1), value);
  }
  return settings;
}
