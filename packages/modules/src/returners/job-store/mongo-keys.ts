/**
 * Keys of maps as MongoDB takes them, by the rules of Salt's returner.
 */
import type { Dict, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";

/** Dots in the keys of maps become hyphens; as in Salt not in maps that are in lists. */
export function withoutDots(value: Value): Value {
  if (!isDict(value)) return value;
  return new Map([...value].map(([key, item]) => [pythonStr(key).replaceAll(".", "-"), withoutDots(item)]));
}

const ESCAPES: Readonly<Record<string, string>> = { "%": "%25", "\\": "%5c", $: "%24", ".": "%2e" };
const MEANINGS = new Map(Object.entries(ESCAPES).map(([char, written]) => [written, char]));

/** Keys in which what MongoDB reserves is written as in web addresses. */
export function safeKeys(value: Dict): Dict {
  return mapKeys(value, (key) => key.replaceAll(/[%\\$.]/g, (char) => ESCAPES[char] ?? char));
}

/** The keys that `safeKeys` was given. */
export function readableKeys(value: Dict): Dict {
  return mapKeys(value, (key) => key.replaceAll(/%(?:25|5c|24|2e)/g, (text) => MEANINGS.get(text) ?? text));
}

function mapKeys(value: Dict, change: (key: string) => string): Dict {
  return new Map([...value].map(([key, item]) => [change(pythonStr(key)), inside(item, change)]));
}

function inside(value: Value, change: (key: string) => string): Value {
  if (isDict(value)) return mapKeys(value, change);
  return isList(value) ? value.map((item) => inside(item, change)) : value;
}
