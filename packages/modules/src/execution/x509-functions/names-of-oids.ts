/**
 * Object identifiers under the names that Salt and OpenSSL give them.
 */

/** Parts of distinguished names, in the order in which Salt puts them into one. */
export const NAME_PARTS: Readonly<Record<string, string>> = {
  C: "2.5.4.6",
  ST: "2.5.4.8",
  L: "2.5.4.7",
  STREET: "2.5.4.9",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  CN: "2.5.4.3",
  MAIL: "1.2.840.113549.1.9.1",
  SN: "2.5.4.4",
  GN: "2.5.4.42",
  UID: "0.9.2342.19200300.100.1.1",
  SERIALNUMBER: "2.5.4.5",
};

/** Parts that RFC 4514 has short names for. */
export const RFC4514_PARTS: Readonly<Record<string, string>> = {
  CN: "2.5.4.3",
  L: "2.5.4.7",
  ST: "2.5.4.8",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  C: "2.5.4.6",
  STREET: "2.5.4.9",
  DC: "0.9.2342.19200300.100.1.25",
  UID: "0.9.2342.19200300.100.1.1",
};

/** Extensions of certificates, requests and lists, in Salt's order. */
export const EXTENSIONS: Readonly<Record<string, string>> = {
  basicConstraints: "2.5.29.19",
  keyUsage: "2.5.29.15",
  extendedKeyUsage: "2.5.29.37",
  subjectKeyIdentifier: "2.5.29.14",
  authorityKeyIdentifier: "2.5.29.35",
  issuerAltName: "2.5.29.18",
  authorityInfoAccess: "1.3.6.1.5.5.7.1.1",
  subjectAltName: "2.5.29.17",
  crlDistributionPoints: "2.5.29.31",
  issuingDistributionPoint: "2.5.29.28",
  certificatePolicies: "2.5.29.32",
  policyConstraints: "2.5.29.36",
  inhibitAnyPolicy: "2.5.29.54",
  nameConstraints: "2.5.29.30",
  noCheck: "1.3.6.1.5.5.7.48.1.5",
  tlsfeature: "1.3.6.1.5.5.7.1.24",
  cRLNumber: "2.5.29.20",
  deltaCRLIndicator: "2.5.29.27",
  freshestCRL: "2.5.29.46",
};

/** Extensions of single entries of revocation lists. */
export const ENTRY_EXTENSIONS: Readonly<Record<string, string>> = {
  certificateIssuer: "2.5.29.29",
  CRLReason: "2.5.29.21",
  invalidityDate: "2.5.29.24",
};

/** Which of them a certificate may have. */
export const CERTIFICATE_EXTENSIONS = [
  "basicConstraints",
  "keyUsage",
  "extendedKeyUsage",
  "subjectKeyIdentifier",
  "authorityKeyIdentifier",
  "issuerAltName",
  "authorityInfoAccess",
  "subjectAltName",
  "crlDistributionPoints",
  "certificatePolicies",
  "policyConstraints",
  "inhibitAnyPolicy",
  "nameConstraints",
  "noCheck",
  "tlsfeature",
] as const;

/** What only an issuer can say, so that no request may ask for it. */
export const NOT_IN_REQUESTS: readonly string[] = [
  "authorityInfoAccess",
  "authorityKeyIdentifier",
  "issuerAltName",
  "crlDistributionPoints",
];

/** Which extensions a revocation list may have. */
export const LIST_EXTENSIONS: readonly string[] = [
  "authorityKeyIdentifier",
  "authorityInfoAccess",
  "cRLNumber",
  "deltaCRLIndicator",
  "freshestCRL",
  "issuerAltName",
  "issuingDistributionPoint",
];

/** Long names that older states use. */
export const LONG_NAMES: Readonly<Record<string, string>> = {
  "X509v3 Basic Constraints": "basicConstraints",
  "X509v3 Key Usage": "keyUsage",
  "X509v3 Extended Key Usage": "extendedKeyUsage",
  "X509v3 Subject Key Identifier": "subjectKeyIdentifier",
  "X509v3 Authority Key Identifier": "authorityKeyIdentifier",
  "X509v3 Issuer Alternative Name": "issuerAltName",
  issuserAltName: "issuerAltName",
  "Authority Information Access": "authorityInfoAccess",
  "X509v3 Subject Alternative Name": "subjectAltName",
  "X509v3 CRL Distribution Points": "crlDistributionPoints",
  "X509v3 Issuing Distribution Point": "issuingDistributionPoint",
  "X509v3 Certificate Policies": "certificatePolicies",
  "X509v3 Policy Constraints": "policyConstraints",
  "X509v3 Inhibit Any Policy": "inhibitAnyPolicy",
  "X509v3 Name Constraints": "nameConstraints",
  "OCSP No Check": "noCheck",
  "TLS Feature": "tlsfeature",
  "X509v3 CRLNumber": "cRLNumber",
  "X509v3 Delta CRL Indicator": "deltaCRLIndicator",
  "x509v3 Freshest CRL": "freshestCRL",
};

/** What keys may be used for. */
export const PURPOSES: Readonly<Record<string, string>> = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  OCSPSigning: "1.3.6.1.5.5.7.3.9",
  msSmartcardLogin: "1.3.6.1.4.1.311.20.2.2",
  pkInitKDC: "1.3.6.1.5.2.3.5",
  ipsecIKE: "1.3.6.1.5.5.7.3.17",
  msCodeInd: "1.3.6.1.4.1.311.2.1.21",
  msCodeCom: "1.3.6.1.4.1.311.2.1.22",
  msCTLSign: "1.3.6.1.4.1.311.10.3.1",
  msEFS: "1.3.6.1.4.1.311.10.3.4",
};

/** Ways to learn more of an issuer. */
export const ACCESS_METHODS: Readonly<Record<string, string>> = {
  OCSP: "1.3.6.1.5.5.7.48.1",
  caIssuers: "1.3.6.1.5.5.7.48.2",
  caRepository: "1.3.6.1.5.5.7.48.5",
};

/** The name of an identifier in a table; undefined when it has none there. */
export function nameIn(table: Readonly<Record<string, string>>, oid: string): string | undefined {
  return Object.entries(table).find(([, value]) => value === oid)?.[0];
}
