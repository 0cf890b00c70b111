/**
 * Extensions as Salt shows them.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import type {
  DistributionPointName,
  Extension,
  GeneralSubtree,
  PolicyQualifierInfo,
  Reason,
} from "@peculiar/asn1-x509";
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  CRLReason,
  ExtendedKeyUsage,
  GeneralNames,
  InvalidityDate,
  IssuingDistributionPoint,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  PolicyConstraints,
  SubjectKeyIdentifier,
  UserNotice,
} from "@peculiar/asn1-x509";
import type { Dict, Plain, Value } from "@salt/core";
import { dict } from "@salt/core";
import { contentOf } from "./authority.js";
import { QUALIFIERS } from "./certificate-policies.js";
import { rdnText } from "./distinguished-name.js";
import { generalNameText } from "./general-names.js";
import { ACCESS_METHODS, ENTRY_EXTENSIONS, EXTENSIONS, nameIn, PURPOSES } from "./names-of-oids.js";
import { integerOf, integerOfDer, prettyHex } from "./simple-der.js";
import { timeText } from "./times.js";

type Shown = { readonly [name: string]: Plain };

const SHOW: Readonly<Record<string, (content: ArrayBuffer) => Shown>> = {
  basicConstraints: (content) => {
    const { cA, pathLenConstraint = null } = AsnConvert.parse(content, BasicConstraints);
    return { ca: cA, pathlen: pathLenConstraint };
  },
  keyUsage: (content) => usages(AsnConvert.parse(content, KeyUsage).toNumber()),
  extendedKeyUsage: (content) => ({
    value: [...AsnConvert.parse(content, ExtendedKeyUsage)].map((oid) => purposeName(oid)),
  }),
  subjectKeyIdentifier: (content) => ({
    value: prettyHex(contentOf(AsnConvert.parse(content, SubjectKeyIdentifier))),
  }),
  authorityKeyIdentifier: (content) => {
    const {
      keyIdentifier,
      authorityCertIssuer,
      authorityCertSerialNumber: serial,
    } = AsnConvert.parse(content, AuthorityKeyIdentifier);
    return {
      keyid: keyIdentifier === undefined ? null : prettyHex(contentOf(keyIdentifier)),
      issuer: authorityCertIssuer?.map(generalNameText) ?? null,
      issuer_sn: serial === undefined ? null : prettyHex(integerOf(serial)),
    };
  },
  issuerAltName: names,
  subjectAltName: names,
  certificateIssuer: names,
  // Salt shows just the value here, without its kind.
  authorityInfoAccess: (content) => ({
    value: [...AsnConvert.parse(content, AuthorityInfoAccessSyntax)].map(
      ({ accessMethod, accessLocation }) => ({
        [nameIn(ACCESS_METHODS, accessMethod) ?? accessMethod]: generalNameText(accessLocation).replace(
          /^(?:URI|DNS|IP|email|RID):/,
          "",
        ),
      }),
    ),
  }),
  crlDistributionPoints: points,
  freshestCRL: points,
  issuingDistributionPoint: (content) => {
    const point = AsnConvert.parse(content, IssuingDistributionPoint);
    return {
      ...place(point.distributionPoint),
      onlysomereasons: reasons(point.onlySomeReasons),
      onlyuser: point.onlyContainsUserCerts,
      onlyCA: point.onlyContainsCACerts,
      onlyAA: point.onlyContainsAttributeCerts,
      indirectCRL: point.indirectCRL,
    };
  },
  certificatePolicies: (content) => ({
    value: [...AsnConvert.parse(content, CertificatePolicies)].map((policy) => ({
      [policy.policyIdentifier]: (policy.policyQualifiers ?? []).map(qualifier),
    })),
  }),
  policyConstraints: (content) => {
    const { inhibitPolicyMapping, requireExplicitPolicy } = AsnConvert.parse(content, PolicyConstraints);
    return {
      inhibitPolicyMapping: count(inhibitPolicyMapping),
      requireExplicitPolicy: count(requireExplicitPolicy),
    };
  },
  inhibitAnyPolicy: integer,
  nameConstraints: (content) => {
    const { excludedSubtrees = [], permittedSubtrees = [] } = AsnConvert.parse(content, NameConstraints);
    const shown = (trees: readonly GeneralSubtree[]): Plain =>
      [...trees].map(({ base }) => generalNameText(base));
    return { excluded: shown(excludedSubtrees), permitted: shown(permittedSubtrees) };
  },
  noCheck: () => ({ value: true }),
  tlsfeature: (content) => ({ value: features(new Uint8Array(content)) }),
  cRLNumber: integer,
  deltaCRLIndicator: integer,
  CRLReason: (content) => ({ value: reasonName(AsnConvert.parse(content, CRLReason)) }),
  invalidityDate: (content) => ({ value: timeText(AsnConvert.parse(content, InvalidityDate).value) }),
};
const FEATURES: Readonly<Record<number, string>> = { 5: "status_request", 17: "status_request_v2" };

/** The extensions that Salt has names for, in its order. */
export function extensionsMap(extensions: readonly Extension[]): Dict {
  return shownIn(extensions, EXTENSIONS);
}

/** The extensions of an entry of a revocation list. */
export function entryExtensionsMap(extensions: readonly Extension[]): Dict {
  return shownIn(extensions, ENTRY_EXTENSIONS);
}

function shownIn(extensions: readonly Extension[], table: Readonly<Record<string, string>>): Dict {
  const shown = new Map<Value, Value>();
  for (const [name, oid] of Object.entries(table)) {
    const found = [...extensions].find(({ extnID }) => extnID === oid);
    const show = SHOW[name];
    if (found === undefined || show === undefined) continue;
    shown.set(name, dict({ critical: found.critical, ...show(found.extnValue.buffer) }));
  }
  return shown;
}

function usages(flags: number): Shown {
  const has = (flag: KeyUsageFlags): boolean => (flags & flag) !== 0;
  const agrees = has(KeyUsageFlags.keyAgreement);
  return {
    cRLSign: has(KeyUsageFlags.cRLSign),
    dataEncipherment: has(KeyUsageFlags.dataEncipherment),
    decipherOnly: agrees && has(KeyUsageFlags.decipherOnly),
    digitalSignature: has(KeyUsageFlags.digitalSignature),
    encipherOnly: agrees && has(KeyUsageFlags.encipherOnly),
    keyAgreement: agrees,
    keyCertSign: has(KeyUsageFlags.keyCertSign),
    keyEncipherment: has(KeyUsageFlags.keyEncipherment),
    nonRepudiation: has(KeyUsageFlags.nonRepudiation),
  };
}

/** Purposes of Microsoft's own have no names in what Salt shows. */
function purposeName(oid: string): string {
  if (oid === "2.5.29.37.0") return "anyExtendedKeyUsage";
  const name = nameIn(PURPOSES, oid);
  return name === undefined || /^ms(?:Code|CTL|EFS)/.test(name) ? oid : name;
}

function names(content: ArrayBuffer): Shown {
  return { value: [...AsnConvert.parse(content, GeneralNames)].map(generalNameText) };
}

function points(content: ArrayBuffer): Shown {
  return {
    value: [...AsnConvert.parse(content, CRLDistributionPoints)].map((point) => {
      const { fullname = [], relativename = null } = place(point.distributionPoint);
      return {
        crlissuer: (point.cRLIssuer ?? []).map(generalNameText),
        fullname,
        reasons: reasons(point.reasons),
        relativename,
      };
    }),
  };
}

function place(point: DistributionPointName | undefined): Shown {
  const relative = point?.nameRelativeToCRLIssuer;
  return {
    fullname: (point?.fullName ?? []).map(generalNameText),
    relativename: relative === undefined ? null : rdnText(relative),
  };
}

function reasons(flags: Reason | undefined): readonly string[] {
  return flags === undefined ? [] : [...flags.toJSON()].sort();
}

function qualifier({ policyQualifierId, qualifier: content }: PolicyQualifierInfo): Plain {
  if (policyQualifierId === QUALIFIERS.address)
    return { practice_statement: Buffer.from(content).subarray(2).toString("latin1") };
  const { noticeRef, explicitText } = AsnConvert.parse(content, UserNotice);
  return {
    organization: noticeRef?.organization.toString() ?? null,
    notice_numbers: noticeRef?.noticeNumbers ?? null,
    explicit_text: explicitText?.toString() ?? null,
  };
}

function count(bytes: ArrayBuffer | undefined): number | null {
  return bytes === undefined ? null : Number(integerOf(bytes));
}

function integer(content: ArrayBuffer): Shown {
  const value = integerOfDer(content);
  return { value: value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value };
}

/** RFC 7633: whole numbers of one byte behind a head of two. */
function features(bytes: Uint8Array): readonly string[] {
  const codes = [...bytes.slice(2)].filter((_byte, at) => at % 3 === 2);
  return codes.map((code) => FEATURES[code] ?? String(code));
}

/** `toString` of the library begins with a capital letter for none of them. */
function reasonName(reason: CRLReason): string {
  return reason.toJSON();
}
