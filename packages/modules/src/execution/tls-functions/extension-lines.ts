/**
 * Extensions in the words in which OpenSSL prints them.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import type { Extension, GeneralName } from "@peculiar/asn1-x509";
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CRLDistributionPoints,
  ExtendedKeyUsage,
  GeneralNames,
  KeyUsage,
  KeyUsageFlags,
  SubjectKeyIdentifier,
} from "@peculiar/asn1-x509";
import { contentOf } from "../x509-functions/authority.js";
import { generalNameText } from "../x509-functions/general-names.js";
import { EXTENSIONS, nameIn } from "../x509-functions/names-of-oids.js";
import { integerOf, prettyHex } from "../x509-functions/simple-der.js";
import { slashedName } from "./names.js";
import { policyLines } from "./policy-lines.js";

/** In the order of their bits. */
const USAGES: readonly (readonly [flag: KeyUsageFlags, words: string])[] = [
  [KeyUsageFlags.digitalSignature, "Digital Signature"],
  [KeyUsageFlags.nonRepudiation, "Non Repudiation"],
  [KeyUsageFlags.keyEncipherment, "Key Encipherment"],
  [KeyUsageFlags.dataEncipherment, "Data Encipherment"],
  [KeyUsageFlags.keyAgreement, "Key Agreement"],
  [KeyUsageFlags.keyCertSign, "Certificate Sign"],
  [KeyUsageFlags.cRLSign, "CRL Sign"],
  [KeyUsageFlags.encipherOnly, "Encipher Only"],
  [KeyUsageFlags.decipherOnly, "Decipher Only"],
];
const PURPOSE_WORDS: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "TLS Web Server Authentication",
  "1.3.6.1.5.5.7.3.2": "TLS Web Client Authentication",
  "1.3.6.1.5.5.7.3.3": "Code Signing",
  "1.3.6.1.5.5.7.3.4": "E-mail Protection",
  "1.3.6.1.5.5.7.3.8": "Time Stamping",
  "1.3.6.1.5.5.7.3.9": "OCSP Signing",
  "1.3.6.1.5.5.7.3.17": "ipsec Internet Key Exchange",
  "1.3.6.1.5.2.3.5": "Signing KDC Response",
  "1.3.6.1.4.1.311.20.2.2": "Microsoft Smartcard Login",
  "1.3.6.1.4.1.311.2.1.21": "Microsoft Individual Code Signing",
  "1.3.6.1.4.1.311.2.1.22": "Microsoft Commercial Code Signing",
  "1.3.6.1.4.1.311.10.3.1": "Microsoft Trust List Signing",
  "1.3.6.1.4.1.311.10.3.4": "Microsoft Encrypted File System",
  "2.5.29.37.0": "Any Extended Key Usage",
};
const ACCESS_WORDS: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.48.1": "OCSP",
  "1.3.6.1.5.5.7.48.2": "CA Issuers",
};

const PRINT: Readonly<Record<string, (content: ArrayBuffer) => string>> = {
  ...policyLines,
  basicConstraints: (content) => {
    const { cA, pathLenConstraint } = AsnConvert.parse(content, BasicConstraints);
    return `CA:${cA ? "TRUE" : "FALSE"}${pathLenConstraint === undefined ? "" : `, pathlen:${pathLenConstraint}`}`;
  },
  keyUsage: (content) => {
    const flags = AsnConvert.parse(content, KeyUsage).toNumber();
    return USAGES.flatMap(([flag, words]) => ((flags & flag) === 0 ? [] : [words])).join(", ");
  },
  extendedKeyUsage: (content) =>
    [...AsnConvert.parse(content, ExtendedKeyUsage)].map((oid) => PURPOSE_WORDS[oid] ?? oid).join(", "),
  subjectKeyIdentifier: (content) => prettyHex(contentOf(AsnConvert.parse(content, SubjectKeyIdentifier))),
  authorityKeyIdentifier: (content) => issuerLines(AsnConvert.parse(content, AuthorityKeyIdentifier)),
  subjectAltName: (content) => [...AsnConvert.parse(content, GeneralNames)].map(printedName).join(", "),
  issuerAltName: (content) => [...AsnConvert.parse(content, GeneralNames)].map(printedName).join(", "),
  authorityInfoAccess: (content) =>
    [...AsnConvert.parse(content, AuthorityInfoAccessSyntax)]
      .map(
        ({ accessMethod, accessLocation }) =>
          `${ACCESS_WORDS[accessMethod] ?? accessMethod} - ${printedName(accessLocation)}`,
      )
      .join("\n"),
  crlDistributionPoints: (content) =>
    [...AsnConvert.parse(content, CRLDistributionPoints)]
      .map(({ distributionPoint }) =>
        ["Full Name:", ...(distributionPoint?.fullName ?? []).map((name) => `  ${printedName(name)}`)].join(
          "\n",
        ),
      )
      .join("\n"),
};

/** An extension's name and its words; hexadecimal digits where its kind has no words here. */
export function extensionLine({ extnID, extnValue }: Extension): readonly [name: string, words: string] {
  const name = nameIn(EXTENSIONS, extnID) ?? extnID;
  const print = PRINT[name];
  return [name, print === undefined ? prettyHex(contentOf(extnValue)) : print(extnValue.buffer)];
}

function issuerLines({
  keyIdentifier,
  authorityCertIssuer,
  authorityCertSerialNumber: serial,
}: AuthorityKeyIdentifier): string {
  // A key alone stands without its kind.
  const isNamed = authorityCertIssuer !== undefined || serial !== undefined;
  const key = keyIdentifier === undefined ? undefined : prettyHex(contentOf(keyIdentifier));
  return [
    ...(key === undefined ? [] : [isNamed ? `keyid:${key}` : key]),
    ...(authorityCertIssuer ?? []).map(printedName),
    ...(serial === undefined ? [] : [`serial:${prettyHex(integerOf(serial))}`]),
  ].join("\n");
}

function printedName(name: GeneralName): string {
  if (name.directoryName !== undefined) return `DirName:${slashedName(name.directoryName)}`;
  const text = generalNameText(name);
  if (name.iPAddress !== undefined) return `IP Address:${shortAddress(text.slice("IP:".length))}`;
  return name.registeredID === undefined ? text : `Registered ID:${name.registeredID}`;
}

/** OpenSSL writes all groups of an address of IPv6, in capitals and without zeros before them. */
function shortAddress(text: string): string {
  if (!text.includes(":")) return text;
  return text
    .split(":")
    .map((group) => group.replace(/^0+(?=.)/, "").toUpperCase())
    .join(":");
}
