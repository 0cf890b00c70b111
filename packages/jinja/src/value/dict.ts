/**
 * Dicts with Python's idea of equal keys, on plain Maps.
 *
 * Text keys go straight to the Map. For other keys an index by canonical key is made when one is first looked
 * up, and kept for as long as the dict lives.
 */
import { canonicalKey } from "./key.js";
import { ABSENT, Markup, type Val } from "./types.js";

const indexes = new WeakMap<ReadonlyMap<Val, Val>, Map<unknown, Val>>();

function indexOf(dict: ReadonlyMap<Val, Val>): Map<unknown, Val> {
  const known = indexes.get(dict);
  if (known !== undefined && known.size === dict.size) return known;
  const index = new Map<unknown, Val>();
  for (const key of dict.keys()) index.set(canonicalKey(key), key);
  indexes.set(dict, index);
  return index;
}

/** The key as the dict has it, or ABSENT. Throws TypeError for unhashable keys. */
function storedKey(dict: ReadonlyMap<Val, Val>, key: Val): Val {
  const plain = key instanceof Markup ? key.text : key;
  if (typeof plain === "string") return dict.has(plain) ? plain : ABSENT;
  if (typeof plain === "number" && dict.has(plain)) return plain;
  const canonical = canonicalKey(plain);
  const index = indexOf(dict);
  return index.has(canonical) ? index.get(canonical) : ABSENT;
}

/** The value at a key, or ABSENT. */
export function dictGet(dict: ReadonlyMap<Val, Val>, key: Val): Val {
  const stored = storedKey(dict, key);
  return stored === ABSENT ? ABSENT : dict.get(stored);
}

/** Whether the key is there. */
export function dictHas(dict: ReadonlyMap<Val, Val>, key: Val): boolean {
  return storedKey(dict, key) !== ABSENT;
}

/** Sets a key; an equal key that is there already stays as it is written. */
export function dictSet(dict: Map<Val, Val>, key: Val, value: Val): void {
  const plain = key instanceof Markup ? key.text : key;
  if (typeof plain === "string") {
    const grows = !dict.has(plain);
    dict.set(plain, value);
    if (grows) indexes.get(dict)?.set(canonicalKey(plain), plain);
    return;
  }
  const stored = storedKey(dict, plain);
  if (stored !== ABSENT) {
    dict.set(stored, value);
    return;
  }
  dict.set(plain, value);
  indexes.get(dict)?.set(canonicalKey(plain), plain);
}

/** Removes a key; whether it was there. */
export function dictDelete(dict: Map<Val, Val>, key: Val): boolean {
  const stored = storedKey(dict, key);
  if (stored === ABSENT) return false;
  indexes.get(dict)?.delete(canonicalKey(stored));
  return dict.delete(stored);
}

/** A dict of these entries, later ones winning. */
export function dictOf(entries: Iterable<readonly [Val, Val]>): Map<Val, Val> {
  const out = new Map<Val, Val>();
  for (const [key, value] of entries) dictSet(out, key, value);
  return out;
}
