/**
 * Making extensions: from what users write to DER.
 */
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  BasicConstraints,
  CRLNumber,
  CRLReason,
  CRLReasons,
  ExtendedKeyUsage,
  Extension,
  GeneralNames,
  GeneralSubtree,
  GeneralSubtrees,
  InvalidityDate,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  PolicyConstraints,
  SubjectKeyIdentifier,
} from "@peculiar/asn1-x509";
import type { Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  isDict,
  isList,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { authorityKey, copiedNames, withinPathLength } from "./authority.js";
import type { Certificate509 } from "./certificate-file.js";
import { certificatePolicies } from "./certificate-policies.js";
import { distributionPoints, issuingPoint } from "./distribution-points.js";
import { generalNames, namePairs, pairOf } from "./general-names.js";
import { sha1 } from "./keys.js";
import { ACCESS_METHODS, ENTRY_EXTENSIONS, EXTENSIONS, PURPOSES } from "./names-of-oids.js";
import { countOf, oidOf, plainWords, saysCritical, wordPairs } from "./openssl-words.js";
import { derOfInteger, integerBytes } from "./simple-der.js";
import { timeOf } from "./times.js";

/** What an extension may depend on. */
export interface ExtensionSurroundings {
  /** The bits of the key that the certificate is for. */
  readonly subjectBits?: Uint8Array | undefined;
  /** The certificate of the issuer; absent where the certificate signs itself. */
  readonly issuer?: Certificate509 | undefined;
  /** The bits of the issuer's key, where there is no certificate of it. */
  readonly issuerBits?: Uint8Array | undefined;
}

/** What an extension holds; `critical` where the form of its value does not tell it. */
type Maker = (value: Value, around: ExtensionSurroundings) => unknown;

const MAKERS: Readonly<Record<string, Maker>> = {
  basicConstraints: (value, { issuer }) => withinPathLength(basicConstraints(value), issuer),
  keyUsage: (value) => keyUsage(value),
  extendedKeyUsage: (value) =>
    new ExtendedKeyUsage(plainWords(value).map((word) => PURPOSES[word] ?? oidOf(word))),
  subjectKeyIdentifier: (value, around) =>
    new SubjectKeyIdentifier(Uint8Array.from(subjectKey(value, around))),
  authorityKeyIdentifier: (value, around) => authorityKey(value, around),
  issuerAltName: (value, { issuer }) => issuerNames(value, issuer),
  certificateIssuer: (value, { issuer }) => issuerNames(value, issuer),
  authorityInfoAccess: (value) => access(value),
  subjectAltName: (value) => new GeneralNames(generalNames(namePairs(value))),
  crlDistributionPoints: (value) => distributionPoints(value),
  freshestCRL: (value) => distributionPoints(value),
  issuingDistributionPoint: (value) => issuingPoint(value),
  certificatePolicies: (value) => certificatePolicies(value),
  policyConstraints: (value) => policyConstraints(value),
  inhibitAnyPolicy: (value) => derOfInteger(BigInt(inhibitCount(value))),
  nameConstraints: (value) => nameConstraints(value),
  noCheck: () => Uint8Array.from([5, 0]).buffer,
  tlsfeature: (value) => tlsFeatures(value),
  cRLNumber: (value) => new CRLNumber(countOf(value, "cRLNumber")),
  deltaCRLIndicator: (value) => new CRLNumber(countOf(plainWords(value)[0] ?? "", "deltaCRLIndicator")),
  CRLReason: (value) => new CRLReason(reason(plainWords(value)[0] ?? "")),
  invalidityDate: (value) =>
    new InvalidityDate(timeOf(pythonStr(value).replace(/^critical,? /, ""), "invalidityDate")),
};
/** Extensions that are never critical. */
const NEVER_CRITICAL = new Set(["authorityInfoAccess", "freshestCRL", "cRLNumber"]);
const MUST_NOT_BE_CRITICAL = new Set(["subjectKeyIdentifier", "authorityKeyIdentifier"]);
const FEATURES: Readonly<Record<string, number>> = { status_request: 5, status_request_v2: 17 };

/** Makes an extension. Throws SaltInvocationError and CommandExecutionError for values that make no sense. */
export function makeExtension(name: string, value: Value, around: ExtensionSurroundings = {}): Extension {
  const extnID = EXTENSIONS[name] ?? ENTRY_EXTENSIONS[name];
  const make = MAKERS[name];
  if (extnID === undefined || make === undefined)
    throw new CommandExecutionError(`Unknown extension ${name}`);
  const isMarked = isDict(value) ? isTruthy(value.get("critical") ?? false) : saysCritical(value);
  if (isMarked && MUST_NOT_BE_CRITICAL.has(name))
    throw new SaltInvocationError(`${name} must be marked as non-critical`);
  const content = make(value, around);
  const der = content instanceof ArrayBuffer ? content : AsnConvert.serialize(content);
  return new Extension({
    extnID,
    critical: isMarked && !NEVER_CRITICAL.has(name),
    extnValue: new OctetString(der),
  });
}

function basicConstraints(value: Value): BasicConstraints {
  const words = new Map(
    typeof value === "string"
      ? wordPairs(value.toLowerCase())
      : wordPairs(value).map(([key, one]) => [key.toLowerCase(), one] as const),
  );
  const ca = words.get("ca");
  if (ca === undefined) throw new SaltInvocationError("Undefined required key for basicConstraints: 'ca'");
  const cA = typeof ca === "string" ? ca.toLowerCase() === "true" : isTruthy(ca);
  const length = words.get("pathlen") ?? null;
  if (length !== null && !cA) throw new SaltInvocationError("path_length must be None when ca is False");
  return new BasicConstraints(
    length === null ? { cA } : { cA, pathLenConstraint: countOf(length, "pathlen") },
  );
}

function keyUsage(value: Value): KeyUsage {
  // As in Salt, words that are not known are passed over.
  const words = new Set(isDict(value) ? wordPairs(value).map(([word]) => word) : plainWords(value));
  const flags = Object.entries(KeyUsageFlags).flatMap(([name, flag]) =>
    typeof flag === "number" && words.has(name) ? [flag] : [],
  );
  const sum = flags.reduce((all, flag) => all | flag, 0);
  if ((words.has("encipherOnly") || words.has("decipherOnly")) && !words.has("keyAgreement"))
    throw new SaltInvocationError(
      "encipher_only and decipher_only can only be true when key_agreement is true",
    );
  return new KeyUsage(sum);
}

function subjectKey(value: Value, { subjectBits }: ExtensionSurroundings): Uint8Array {
  if (value === "hash") {
    if (subjectBits === undefined)
      throw new SaltInvocationError("Cannot calculate digest for subjectKeyIdentifier: missing pubkey");
    return sha1(subjectBits);
  }
  if (value instanceof Uint8Array) return value;
  const hex = typeof value === "string" ? value.replaceAll(":", "") : "";
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(hex)) throw new SaltInvocationError("Value must be precomputed hash");
  return Buffer.from(hex, "hex");
}

function issuerNames(value: Value, issuer: Certificate509 | undefined): GeneralNames {
  const pairs = namePairs(value);
  const isCopy = pairs.some(([kind, what]) => kind === "issuer" && what === "copy");
  const own = generalNames(pairs.filter(([kind]) => kind !== "issuer"));
  return new GeneralNames([...(isCopy ? copiedNames(issuer) : []), ...own]);
}

function access(value: Value): AuthorityInfoAccessSyntax {
  const pairs =
    typeof value === "string"
      ? plainWords(value).map((word) => word.split(";", 2))
      : wordPairs(isList(value) ? value.filter(isDict) : value).map(([method, name]) => [
          method,
          pythonStr(name),
        ]);
  return new AuthorityInfoAccessSyntax(
    pairs.map(([method = "", name = ""]) => {
      const [accessLocation] = generalNames([pairOf(name)]);
      const accessMethod = ACCESS_METHODS[method] ?? oidOf(method);
      return new AccessDescription({
        accessMethod,
        ...(accessLocation === undefined ? {} : { accessLocation }),
      });
    }),
  );
}

function policyConstraints(value: Value): PolicyConstraints {
  const words = new Map(wordPairs(value));
  const count = (name: string): ArrayBuffer | undefined =>
    words.has(name) ? integerBytes(BigInt(countOf(words.get(name) ?? "", name))) : undefined;
  const [require, inhibit] = [count("requireExplicitPolicy"), count("inhibitPolicyMapping")];
  if (require === undefined && inhibit === undefined)
    throw new SaltInvocationError(
      "At least one of require_explicit_policy and inhibit_policy_mapping must not be None",
    );
  return new PolicyConstraints({
    ...(require === undefined ? {} : { requireExplicitPolicy: require }),
    ...(inhibit === undefined ? {} : { inhibitPolicyMapping: inhibit }),
  });
}

function inhibitCount(value: Value): number {
  return countOf(
    isDict(value) ? (get(value, "value") ?? "") : (plainWords(value)[0] ?? ""),
    "inhibitAnyPolicy",
  );
}

function nameConstraints(value: Value): NameConstraints {
  const subtrees = (scope: string): GeneralSubtrees | undefined => {
    const given = isDict(value) ? (value.get(scope) ?? []) : scopeWords(value, scope);
    const names = generalNames(namePairs(given), true);
    return names.length === 0
      ? undefined
      : new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })));
  };
  const [permitted, excluded] = [subtrees("permitted"), subtrees("excluded")];
  if (permitted === undefined && excluded === undefined)
    throw new SaltInvocationError("nameConstraints needs at least one definition");
  return new NameConstraints({
    ...(permitted === undefined ? {} : { permittedSubtrees: permitted }),
    ...(excluded === undefined ? {} : { excludedSubtrees: excluded }),
  });
}

/** The names of one scope in `permitted;IP:192.168.0.0/16,excluded;email:.com`. */
function scopeWords(value: Value, scope: string): readonly string[] {
  return plainWords(value)
    .filter((word) => word.startsWith(`${scope};`))
    .map((word) => word.slice(scope.length + 1));
}

/** RFC 7633: a sequence of small whole numbers. */
function tlsFeatures(value: Value): ArrayBuffer {
  const codes = plainWords(value).map((word) => {
    const code = FEATURES[word];
    if (code === undefined) throw new SaltInvocationError(`there is no TLS feature ${word}`);
    return [2, 1, code];
  });
  return Uint8Array.from([0x30, codes.length * 3, ...codes.flat()]).buffer;
}

function reason(word: string): CRLReasons {
  const found = Object.entries(CRLReasons).find(([name]) => name === word)?.[1];
  if (typeof found === "number") return found;
  throw new SaltInvocationError(`'${word}' is not a valid ReasonFlags`);
}
