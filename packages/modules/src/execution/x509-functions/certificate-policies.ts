/**
 * The policies that a certificate is issued under.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  CertificatePolicies,
  DisplayText,
  NoticeReference,
  PolicyInformation,
  PolicyQualifierInfo,
  UserNotice,
} from "@peculiar/asn1-x509";
import type { Dict, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { countOf, oidOf, plainWords } from "./openssl-words.js";

/** Identifiers of what qualifies a policy: an address, and a notice for people. */
export const QUALIFIERS = { address: "1.3.6.1.5.5.7.2.1", notice: "1.3.6.1.5.5.7.2.2" } as const;
const IA5_STRING = 0x16;

/** Policies of a text with identifiers, or of a map from identifiers to what qualifies them. */
export function certificatePolicies(value: Value): CertificatePolicies {
  if (!isDict(value))
    return new CertificatePolicies(
      plainWords(value).map((word) => new PolicyInformation({ policyIdentifier: oidOf(word) })),
    );
  return new CertificatePolicies(
    [...value]
      .filter(([name]) => name !== "critical")
      .map(([name, given]) => {
        const items = isList(given) ? given : isTruthy(given) ? [given] : [];
        const policyQualifiers = items.flatMap((item) => qualifier(item));
        const policyIdentifier = oidOf(pythonStr(name));
        return new PolicyInformation(
          policyQualifiers.length === 0 ? { policyIdentifier } : { policyIdentifier, policyQualifiers },
        );
      }),
  );
}

function qualifier(item: Value): readonly PolicyQualifierInfo[] {
  if (isDict(item)) return notice(item);
  const bytes = Buffer.from(pythonStr(item), "latin1");
  if (bytes.length > 127) throw new SaltInvocationError("certificatePolicies: an address is too long");
  const address = Uint8Array.from([IA5_STRING, bytes.length, ...bytes]).buffer;
  return [new PolicyQualifierInfo({ policyQualifierId: QUALIFIERS.address, qualifier: address })];
}

/** As in Salt, a notice without numbers is left out. */
function notice(item: Dict): readonly PolicyQualifierInfo[] {
  const numbers = item.get("noticeNumbers") ?? null;
  if (!isList(numbers) || numbers.length === 0) return [];
  const text = item.get("text") ?? null;
  const told = new UserNotice({
    noticeRef: new NoticeReference({
      organization: new DisplayText({ utf8String: pythonStr(item.get("organization") ?? "") }),
      noticeNumbers: numbers.map((one) => countOf(one, "noticeNumbers")),
    }),
    ...(text === null ? {} : { explicitText: new DisplayText({ utf8String: pythonStr(text) }) }),
  });
  const content = AsnConvert.serialize(told);
  return [new PolicyQualifierInfo({ policyQualifierId: QUALIFIERS.notice, qualifier: content })];
}
