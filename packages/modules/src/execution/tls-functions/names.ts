/**
 * Distinguished names: made of arguments, and with their parts under OpenSSL's short names.
 */
import type { Name } from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import { isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { nameParts, parseName } from "../x509-functions/distinguished-name.js";
import { nameIn } from "../x509-functions/names-of-oids.js";

/** The parts of a subject that functions take. */
export interface SubjectWish {
  readonly CN: Value;
  readonly C: Value;
  readonly ST: Value;
  readonly L: Value;
  readonly O: Value;
  readonly OU: Value;
  readonly emailAddress: Value;
}

/** How many characters a part may have: the upper bounds of RFC 5280. */
const LIMITS = { C: 2, ST: 128, L: 128, O: 64, OU: 64, CN: 64, emailAddress: 128 } as const;

const SHORT_NAMES: Readonly<Record<string, string>> = {
  C: "2.5.4.6",
  ST: "2.5.4.8",
  L: "2.5.4.7",
  street: "2.5.4.9",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  CN: "2.5.4.3",
  emailAddress: "1.2.840.113549.1.9.1",
  SN: "2.5.4.4",
  GN: "2.5.4.42",
  initials: "2.5.4.43",
  generationQualifier: "2.5.4.44",
  dnQualifier: "2.5.4.46",
  pseudonym: "2.5.4.65",
  title: "2.5.4.12",
  postalCode: "2.5.4.17",
  serialNumber: "2.5.4.5",
  UID: "0.9.2342.19200300.100.1.1",
  DC: "0.9.2342.19200300.100.1.25",
};

/** A subject of arguments. Throws SaltInvocationError and CommandExecutionError for parts that cannot be. */
export function subjectName(wish: SubjectWish): Name {
  if (wish.CN === null) throw new SaltInvocationError("CN is needed: the common name");
  const parts = new Map<Value, Value>();
  for (const part of ["C", "ST", "L", "O", "OU", "CN", "emailAddress"] as const) {
    const value = wish[part];
    const isOptional = part === "OU" || part === "emailAddress";
    if (value === null || (isOptional && !isTruthy(value))) continue;
    parts.set(part === "emailAddress" ? "MAIL" : part, partText(part, pythonStr(value)));
  }
  return parseName(parts);
}

function partText(part: keyof typeof LIMITS, text: string): string {
  if ([...text].length > LIMITS[part])
    throw new SaltInvocationError(`${part} is too long: ${LIMITS[part]} characters are allowed`);
  const isPlain = part !== "C" && part !== "emailAddress";
  if (isPlain || /^[\x20-\x7e]*$/.test(text)) return text;
  throw new SaltInvocationError(`${part} holds characters other than those of ASCII`);
}

/** The parts of a name in their order, by OpenSSL's short names. */
export function shortParts(name: Name): readonly (readonly [part: string, value: string])[] {
  return nameParts(name)
    .flat()
    .map(([oid, value]) => [nameIn(SHORT_NAMES, oid) ?? "UNDEF", value] as const);
}

/** A name on one line, e.g. `/C=US/CN=me`. */
export function slashedName(name: Name): string {
  return shortParts(name)
    .map(([part, value]) => `/${part}=${value}`)
    .join("");
}
