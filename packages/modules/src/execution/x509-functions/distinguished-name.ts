/**
 * Distinguished names: from what users write, and for people.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from "@peculiar/asn1-x509";
import type { Dict, Value } from "@salt/core";
import { CommandExecutionError, isDict, isList, pythonStr, SaltInvocationError } from "@salt/core";
import { NAME_PARTS, nameIn, RFC4514_PARTS } from "./names-of-oids.js";

/** Parts that are written as PrintableString and IA5String; all others are UTF8String. */
const PRINTABLE = new Set(["2.5.4.6", "2.5.4.5", "2.5.4.46"]);
const IA5 = new Set(["1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25"]);

/** Makes a name of an RFC 4514 text, a list of parts, or a map. Throws SaltInvocationError, CommandExecutionError. */
export function parseName(given: Value): Name {
  if (typeof given === "string") return new Name(rfc4514Parts(given).reverse().map(partsToRdn));
  if (isList(given)) return new Name(given.map((one) => parseRdn(pythonStr(one))));
  if (!isDict(given)) throw new SaltInvocationError("Need string, list or dict to parse distinguished names");
  const parts = Object.entries(NAME_PARTS).flatMap(([name, oid]) => {
    const value = given.get(name);
    return value === undefined || value === null ? [] : [[[oid, pythonStr(value)] as const]];
  });
  return new Name(parts.map(partsToRdn));
}

/** One part of a name, such as `CN=x+OU=y`. Throws SaltInvocationError and CommandExecutionError. */
export function parseRdn(text: string): RelativeDistinguishedName {
  const rdns = rfc4514Parts(text);
  const [rdn] = rdns;
  if (rdns.length > 1)
    throw new SaltInvocationError(
      "Specified string is not a Relative Distinguished Name, but a Distinguished Name.",
    );
  if (rdn === undefined) throw new CommandExecutionError(`Failed parsing rdn string: ${text}`);
  return partsToRdn(rdn);
}

type Part = readonly [oid: string, value: string];

function partsToRdn(parts: readonly Part[]): RelativeDistinguishedName {
  const made = parts.map(
    ([type, value]) => new AttributeTypeAndValue({ type, value: attributeValue(type, value) }),
  );
  // DER has the members of a set in the order of their bytes.
  const ordered = made
    .map((part) => ({ part, der: Buffer.from(AsnConvert.serialize(part)) }))
    .sort((one, other) => Buffer.compare(one.der, other.der));
  return new RelativeDistinguishedName(ordered.map(({ part }) => part));
}

function attributeValue(oid: string, value: string): AttributeValue {
  if (oid === NAME_PARTS.C && value.length !== 2)
    throw new CommandExecutionError("Country name must be a 2 character country code");
  if (value === "") throw new CommandExecutionError("Value cannot be an empty string");
  if (PRINTABLE.has(oid)) return new AttributeValue({ printableString: value });
  return IA5.has(oid) ? new AttributeValue({ ia5String: value }) : new AttributeValue({ utf8String: value });
}

/** RFC 4514 in its own order: the last part of a name comes first. */
function rfc4514Parts(text: string): Part[][] {
  if (text === "") return [];
  const rdns: Part[][] = [[]];
  const pattern = /\s*([A-Za-z][\w-]*|\d+(?:\.\d+)+)=((?:\\[0-9A-Fa-f]{2}|\\.|[^\\,+])*)([,+]|$)/y;
  let last = "";
  do {
    const found = pattern.exec(text);
    if (found === null) throw new CommandExecutionError("Failed parsing rfc4514 dirName string");
    const [, name = "", raw = "", separator = ""] = found;
    const oid = /^\d/.test(name) ? name : RFC4514_PARTS[name.toUpperCase()];
    if (oid === undefined) throw new CommandExecutionError("Failed parsing rfc4514 dirName string");
    rdns.at(-1)?.push([oid, unescaped(raw)]);
    if (separator === ",") rdns.push([]);
    last = separator;
  } while (last !== "");
  return rdns;
}

function unescaped(text: string): string {
  const bytes = text.replace(
    /((?:\\[0-9A-Fa-f]{2})+)|\\(.)/g,
    (_all, hex: string | undefined, char: string) =>
      hex === undefined ? char : Buffer.from(hex.replaceAll("\\", ""), "hex").toString("utf8"),
  );
  return bytes.trim();
}

/** The parts of a name in their order. */
export function nameParts(name: Name): readonly (readonly Part[])[] {
  return [...name].map((rdn) => [...rdn].map((part) => [part.type, part.value.toString()] as const));
}

/** A name as RFC 4514 has it, last part first. */
export function nameText(name: Name): string {
  return nameParts(name)
    .map((parts) => parts.map(partText).join("+"))
    .reverse()
    .join(",");
}

/** One part of a name as RFC 4514 has it. */
export function rdnText(rdn: RelativeDistinguishedName): string {
  return [...rdn].map((part) => partText([part.type, part.value.toString()])).join("+");
}

function partText([oid, value]: Part): string {
  const safe = value
    .replace(/["+,;<>\\]/g, "\\$&")
    .replaceAll("\0", "\\00")
    .replace(/^[# ]/, "\\$&")
    .replace(/ $/, "\\ ");
  return `${nameIn(RFC4514_PARTS, oid) ?? oid}=${safe}`;
}

/** The first value of each part that Salt has a name for. */
export function nameMap(name: Name): Dict {
  const parts = nameParts(name).flat();
  const found = new Map<Value, Value>();
  for (const [short, oid] of Object.entries(NAME_PARTS)) {
    const value = parts.find(([type]) => type === oid)?.[1];
    if (value !== undefined) found.set(short, value);
  }
  return found;
}

/** Whether two names say the same, however their texts are encoded. */
export function isSameName(one: Name, other: Name): boolean {
  return JSON.stringify(nameParts(one)) === JSON.stringify(nameParts(other));
}
