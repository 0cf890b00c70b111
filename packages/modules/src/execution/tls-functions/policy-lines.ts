/**
 * Extensions about policies and ranges of names, in the words in which OpenSSL prints them.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import type { GeneralSubtree } from "@peculiar/asn1-x509";
import { CertificatePolicies, NameConstraints, PolicyConstraints } from "@peculiar/asn1-x509";
import { QUALIFIERS } from "../x509-functions/certificate-policies.js";
import { generalNameText } from "../x509-functions/general-names.js";
import { integerOf, integerOfDer, prettyHex } from "../x509-functions/simple-der.js";

const FEATURES: Readonly<Record<number, string>> = { 5: "status_request", 17: "status_request_v2" };

/** Printers by the names of extensions. */
export const policyLines: Readonly<Record<string, (content: ArrayBuffer) => string>> = {
  certificatePolicies: (content) => policies(content),
  policyConstraints: (content) => {
    const { requireExplicitPolicy, inhibitPolicyMapping } = AsnConvert.parse(content, PolicyConstraints);
    return [
      counted("Require Explicit Policy", requireExplicitPolicy),
      counted("Inhibit Policy Mapping", inhibitPolicyMapping),
    ]
      .flat()
      .join(", ");
  },
  inhibitAnyPolicy: (content) => String(integerOfDer(content)),
  nameConstraints: (content) => {
    const { permittedSubtrees, excludedSubtrees } = AsnConvert.parse(content, NameConstraints);
    return [...ranges("Permitted:", permittedSubtrees), ...ranges("Excluded:", excludedSubtrees)].join("\n");
  },
  noCheck: () => "",
  // RFC 7633: whole numbers of one byte, each behind a head of two.
  tlsfeature: (content) => {
    const codes = [...new Uint8Array(content).slice(2)].filter((_byte, at) => at % 3 === 2);
    return codes.map((code) => FEATURES[code] ?? String(code)).join(", ");
  },
};

/** Notices for users are too rare to be taken apart: policies with them are shown as digits. */
function policies(content: ArrayBuffer): string {
  const all = [...AsnConvert.parse(content, CertificatePolicies)];
  const qualifiers = all.flatMap(({ policyQualifiers }) => [...(policyQualifiers ?? [])]);
  if (qualifiers.some(({ policyQualifierId }) => policyQualifierId !== QUALIFIERS.address))
    return prettyHex(Buffer.from(content));
  return all
    .flatMap(({ policyIdentifier, policyQualifiers = [] }) => [
      `Policy: ${policyIdentifier}`,
      ...[...policyQualifiers].map(
        ({ qualifier }) => `  CPS: ${Buffer.from(qualifier).subarray(2).toString("latin1")}`,
      ),
    ])
    .join("\n");
}

function counted(words: string, bytes: ArrayBuffer | undefined): readonly string[] {
  return bytes === undefined ? [] : [`${words}:${integerOf(bytes)}`];
}

function ranges(head: string, trees: Iterable<GeneralSubtree> | undefined): readonly string[] {
  if (trees === undefined) return [];
  return [head, ...[...trees].map(({ base }) => `  ${withMask(generalNameText(base))}`)];
}

/** `IP:10.0.0.0/8` with the mask in place of the number of bits. */
function withMask(text: string): string {
  const [, address, bits] = /^(IP:[\d.]+)\/(\d+)$/.exec(text) ?? [];
  if (address === undefined) return text;
  const mask = [0, 8, 16, 24].map((before) => {
    const own = Math.min(8, Math.max(0, Number(bits) - before));
    return 256 - 2 ** (8 - own);
  });
  return `${address}/${mask.join(".")}`;
}
