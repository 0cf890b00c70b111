/**
 * Lists of keys under the names that Salt gives the states.
 */
import type { Dict, KeyLists, KeyManager, KeyStateName, MutableDict } from "@salt/core";
import { dict } from "@salt/core";

/** States with their names in Salt's results, in its order. */
export const KEY_NAMES: ReadonlyArray<readonly [KeyStateName, string]> = [
  ["denied", "minions_denied"],
  ["pending", "minions_pre"],
  ["rejected", "minions_rejected"],
  ["accepted", "minions"],
];

/** What words for a state begin with. */
const STATE_WORDS: ReadonlyArray<readonly [string, KeyStateName]> = [
  ["acc", "accepted"],
  ["pre", "pending"],
  ["un", "pending"],
  ["rej", "rejected"],
  ["den", "denied"],
];

/** Ids by the names of their states; states without ids only with `empty`. */
export function keysByName(
  lists: KeyLists,
  options: { readonly own?: KeyManager; readonly empty?: boolean } = {},
): Dict {
  const named: MutableDict = new Map();
  for (const [state, name] of KEY_NAMES) {
    if (lists[state].length > 0 || options.empty === true) named.set(name, [...lists[state]]);
  }
  const own = options.own?.own().map(({ name }) => name);
  return own === undefined ? named : named.set("local", [...own].sort());
}

/** The ids of the state that a word means; all with `all`, none for another word. */
export function statesNamed(word: string, keyring: KeyManager): Dict {
  const lists = keyring.lists();
  if (word.startsWith("all")) return keysByName(lists, { own: keyring, empty: true });
  const state = STATE_WORDS.find(([start]) => word.startsWith(start))?.[1];
  const found = KEY_NAMES.find(([each]) => each === state);
  return found === undefined ? new Map() : dict({ [found[1]]: [...lists[found[0]]] });
}

/** Fingerprints by state and id. Throws KeyError for a file that holds no key. */
export function fingerprints(keyring: KeyManager, lists: KeyLists, hashType: string): Dict {
  return eachKey(keyring, lists, (pem) => keyring.fingerprint(pem, hashType));
}

/** Texts of keys by state and id. */
export function keyTexts(keyring: KeyManager, lists: KeyLists): Dict {
  return eachKey(keyring, lists, (pem) => pem);
}

function eachKey(keyring: KeyManager, lists: KeyLists, tell: (pem: string) => string): Dict {
  const named: MutableDict = new Map();
  for (const [state, name] of KEY_NAMES) {
    const keys: MutableDict = new Map();
    for (const id of lists[state]) {
      const pem = keyring.read(state, id);
      if (pem !== undefined) keys.set(id, tell(pem));
    }
    if (keys.size > 0) named.set(name, keys);
  }
  return named;
}
