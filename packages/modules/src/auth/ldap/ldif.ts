/**
 * What ldapsearch prints: entries as LDIF, one value a line.
 */

/** An entry and its values by lower-case attribute. */
export interface LdapEntry {
  readonly dn: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const LINE = /^([A-Za-z][\w.;-]*):(:?) ?(.*)$/;

/** Reads entries; what is none, such as a referral, is left out. */
export function readLdif(text: string): readonly LdapEntry[] {
  return text.split(/\r?\n\r?\n/).flatMap((block) => {
    const values = new Map<string, string[]>();
    for (const line of block.split(/\r?\n/)) {
      const [, name = "", isBase64, rest = ""] = LINE.exec(line) ?? [];
      if (name === "") continue;
      const value = isBase64 === ":" ? Buffer.from(rest, "base64").toString("utf8") : rest;
      const key = name.toLowerCase();
      values.set(key, [...(values.get(key) ?? []), value]);
    }
    const dn = values.get("dn")?.[0];
    return dn === undefined ? [] : [{ dn, values }];
  });
}

/** The values of an attribute, whatever its case. */
export function valuesOf(entry: LdapEntry, attribute: string): readonly string[] {
  return entry.values.get(attribute.toLowerCase()) ?? [];
}
