/**
 * What beacons read out of their configurations, and what they remember from look to look.
 */
import type { BeaconConfig, ExecutionContext, MutableDict, Value } from "@salt/core";
import { beaconSettings, Float, getString, isDict, isInt, pythonStr, SaltInvocationError } from "@salt/core";

/** What a beacon remembers, empty at its first look; each configured beacon has a memory of its own. */
export function remembered(config: BeaconConfig, context: ExecutionContext, what: string): MutableDict {
  const key = `beacon ${getString(beaconSettings(config), "_beacon_name") ?? ""} ${what}`;
  const known = context.memory.get(key);
  if (known instanceof Map) return known;
  const fresh: MutableDict = new Map();
  context.memory.set(key, fresh);
  return fresh;
}

/** A number, also one that is written as a text, with or without a sign of per cent. Throws SaltInvocationError. */
export function numberOf(value: Value | undefined, what: string): number {
  if (value instanceof Float) return value.value;
  if (isInt(value)) return Number(value);
  const text = typeof value === "string" ? value.replaceAll("%", "").trim() : "";
  if (text !== "" && Number.isFinite(Number(text))) return Number(text);
  throw new SaltInvocationError(`${what} is no number: ${pythonStr(value ?? null)}`);
}

/** The number behind a value of a machine's facts. */
export function plainNumber(value: unknown): number {
  return value instanceof Float ? value.value : Number(value);
}

/** The maps of a configuration without those that Salt puts in, whose keys begin with an underscore. */
export function ownItems(config: BeaconConfig): readonly ReadonlyMap<Value, Value>[] {
  return config
    .filter(isDict)
    .filter((item) => ![...item.keys()].some((key) => pythonStr(key).startsWith("_")));
}
