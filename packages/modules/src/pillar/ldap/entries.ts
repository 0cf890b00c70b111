/**
 * Entries of a directory, in the three forms that `pillar_ldap` gives them.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isList, SaltInvocationError } from "@salt/core";
import type { LdapEntry } from "../../drivers/ldap.js";
import { namesOf, textOf } from "./search.js";

/** Puts what a search has found into the pillar. Throws SaltInvocationError for a mode that there is not. */
export function addEntries(
  data: MutableDict,
  name: string,
  entries: readonly LdapEntry[],
  source: Dict,
): void {
  const mode = textOf(source, "mode") ?? "split";
  if (mode === "map")
    data.set(
      name,
      entries.map((entry) => recordOf(entry, source)),
    );
  else if (mode === "dict") data.set(name, byKey(entries, source));
  else if (mode === "split") addPairs(data, entries[0], source);
  else throw new SaltInvocationError("pillar_ldap: mode has to be split, map or dict");
}

/** The wanted attributes of an entry: of those in `attrs` the last value, of those in `lists` all. */
function recordOf({ dn, values }: LdapEntry, source: Dict): Dict {
  const [attrs, lists] = [namesOf(source, "attrs"), namesOf(source, "lists")];
  const record: MutableDict = new Map();
  if (attrs.includes("dn") || attrs.includes("distinguishedName")) record.set("dn", dn);
  for (const [key, texts] of values) {
    if (attrs.includes(key)) record.set(key, texts.at(-1) ?? "");
    if (lists.includes(key)) record.set(key, texts);
  }
  return record;
}

function byKey(entries: readonly LdapEntry[], source: Dict): Dict {
  const attribute = textOf(source, "dict_key_attr") ?? "dn";
  const isName = attribute === "dn" || attribute === "distinguishedName";
  const found = new Map<Value, Value[]>();
  for (const entry of entries) {
    const key = isName ? entry.dn : [...(entry.values.get(attribute) ?? [])].sort().join(",");
    const group = found.get(key) ?? [];
    group.push(recordOf(entry, source));
    found.set(key, group);
  }
  return found;
}

/** Values `key=value` of one entry as keys of the pillar itself. */
function addPairs(data: MutableDict, entry: LdapEntry | undefined, source: Dict): void {
  const [attrs, lists] = [namesOf(source, "attrs"), namesOf(source, "lists")];
  for (const [name, texts] of entry?.values ?? []) {
    for (const text of texts) {
      const [, key, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
      if (key === undefined || value === undefined) continue;
      if (attrs.includes(name)) data.set(key, value);
      else if (lists.includes(name)) {
        const known = data.get(key) ?? null;
        data.set(key, [...(isList(known) ? known : []), value]);
      }
    }
  }
}
