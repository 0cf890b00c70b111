/**
 * Differences between what is there and what it would be made anew.
 */
import type { Extension, Name } from "@peculiar/asn1-x509";
import type { Plain } from "@salt/core";
import { isSameName, nameText } from "../../execution/x509-functions/distinguished-name.js";
import { ENTRY_EXTENSIONS, EXTENSIONS, nameIn } from "../../execution/x509-functions/names-of-oids.js";

/** Names of extensions in the words of Python's library, where they differ from Salt's. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  crlDistributionPoints: "cRLDistributionPoints",
  noCheck: "OCSPNoCheck",
  tlsfeature: "TLSFeature",
  CRLReason: "cRLReason",
};

/** Extensions that were added, changed or removed, by name. */
export interface ExtensionChanges {
  readonly added: string[];
  readonly changed: string[];
  readonly removed: string[];
}

/** What differs between extensions that are there and those that are wished. */
function extensionChanges(there: readonly Extension[], wished: readonly Extension[]): ExtensionChanges {
  const found = new Map(there.map((one) => [one.extnID, one]));
  const wanted = new Map(wished.map((one) => [one.extnID, one]));
  const changed = wished.filter((one) => {
    const old = found.get(one.extnID);
    return old !== undefined && !isSameExtension(old, one);
  });
  return {
    added: wished.filter(({ extnID }) => !found.has(extnID)).map(extensionName),
    changed: changed.map(extensionName),
    removed: there.filter(({ extnID }) => !wanted.has(extnID)).map(extensionName),
  };
}

/** Whether two extensions have the same bytes and the same weight. */
export function isSameExtension(one: Extension, other: Extension): boolean {
  return (
    one.critical === other.critical &&
    Buffer.from(one.extnValue.buffer).equals(Buffer.from(other.extnValue.buffer))
  );
}

/** Notes what differs between extensions, where something does. */
export function noteExtensions(
  changes: Map<string, Plain>,
  there: readonly Extension[],
  wished: readonly Extension[],
): void {
  const found = extensionChanges(there, wished);
  if (found.added.length + found.changed.length + found.removed.length > 0)
    changes.set("extensions", { ...found });
}

/** Notes a name that differs. */
export function noteName(changes: Map<string, Plain>, what: string, there: Name, wished: Name): void {
  if (!isSameName(there, wished)) changes.set(what, nameText(wished));
}

function extensionName({ extnID }: Extension): string {
  const name = nameIn(EXTENSIONS, extnID) ?? nameIn(ENTRY_EXTENSIONS, extnID) ?? extnID;
  return OTHER_NAMES[name] ?? name;
}
