/**
 * Keys as gpg lists them with colons.
 */
import type { Plain } from "@salt/core";

/** Fields of a record, by Salt's names and by their place. */
const FIELDS: Readonly<Record<string, number>> = {
  algorithm: 3,
  bits: 2,
  capability: 11,
  date_creation: 5,
  date_expiration: 6,
  keyid: 4,
  validity: 1,
};
const [UID_HASH, NAME] = [7, 9];

/** The keys by their ids. */
export function parseKeyList(text: string): ReadonlyMap<string, ReadonlyMap<string, Plain>> {
  const keys: Map<string, Plain>[] = [];
  let last: Map<string, Plain> | undefined;
  for (const line of text.split("\n")) {
    const items = line.split(":").map((item) => item.trim());
    const key = keys.at(-1);
    if (items[0] === "pub") {
      last = new Map(propertiesOf(items));
      keys.push(last);
    } else if (items[0] === "sub" && key !== undefined) {
      last = new Map(propertiesOf(items));
      key.set("subkey", last);
    } else if (items[0] === "fpr") last?.set("fingerprint", fieldValue(items[NAME]));
    else if (items[0] === "uid")
      key?.set("uid", fieldValue(items[NAME])).set("uid_hash", fieldValue(items[UID_HASH]));
  }
  return new Map(keys.map((key) => [String(key.get("keyid") ?? ""), key]));
}

function propertiesOf(items: readonly string[]): readonly [string, Plain][] {
  return Object.entries(FIELDS).map(([name, place]): [string, Plain] => [
    name,
    name === "keyid" ? (items[place] ?? "") : fieldValue(items[place]),
  ]);
}

/** Nothing for an empty field, numbers as numbers. */
function fieldValue(item: string | undefined): Plain {
  if (item === undefined || item === "") return null;
  return /^\d{1,15}$/.test(item) ? Number(item) : item;
}
