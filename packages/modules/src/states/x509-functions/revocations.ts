/**
 * `x509.crl_managed`.
 */
import { AsnConvert } from "@peculiar/asn1-schema";
import type { CertificateList, RevokedCertificate } from "@peculiar/asn1-x509";
import { CRLNumber } from "@peculiar/asn1-x509";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { isDict, SaltInvocationError } from "@salt/core";
import type { Loaded } from "../../execution/x509-functions/certificate-file.js";
import { loadList, NotOfThisKind } from "../../execution/x509-functions/certificate-file.js";
import { loadPublicKey, publicDer } from "../../execution/x509-functions/keys.js";
import { EXTENSIONS } from "../../execution/x509-functions/names-of-oids.js";
import type { ListWishes } from "../../execution/x509-functions/revocation-list.js";
import { draftList, entryExtensions } from "../../execution/x509-functions/revocation-list.js";
import { digestName, digestOf, isGoodSignature } from "../../execution/x509-functions/signing.js";
import { integerOf, prettyHex } from "../../execution/x509-functions/simple-der.js";
import { daysAfter } from "../../execution/x509-functions/times.js";
import { textOf } from "./certificate.js";
import { isSameExtension, noteExtensions, noteName } from "./compare.js";
import type { Inspection } from "./managed-file.js";
import { manageFile } from "./managed-file.js";

/** A revocation list as it should be. */
export interface RevocationWishes extends ListWishes {
  readonly name: string;
  readonly daysRemaining: number;
  readonly digest: Value;
  readonly encoding: string;
  readonly fileArgs: Dict;
}

/** Makes a revocation list be there, be good for some time, and be as it is wished. */
export function listManaged(wishes: RevocationWishes, context: ExecutionContext): Promise<Dict> {
  const { name, encoding, fileArgs } = wishes;
  return manageFile(
    {
      name,
      noun: "The certificate revocation list",
      encoding,
      fileArgs,
      inspect: async (path) => inspect(path, wishes, context),
      make: async (path, changes) => {
        if ([...changes.keys()].every((key) => key === "encoding"))
          return await textOf("x509.encode_crl", [path], { encoding }, context);
        const { signing_private_key, revoked, signing_cert, signing_private_key_passphrase } = wishes;
        const kwargs = {
          signing_cert,
          signing_private_key_passphrase,
          include_expired: wishes.include_expired,
          days_valid: wishes.days_valid,
          digest: wishes.digest,
          encoding,
          extensions: numbered(wishes.extensions, path),
        };
        return await textOf("x509.create_crl", [signing_private_key, revoked], kwargs, context);
      },
    },
    context,
  );
}

function loadOrNothing(path: string): Loaded<CertificateList> | undefined {
  try {
    return loadList(path);
  } catch (error) {
    if (error instanceof NotOfThisKind || error instanceof SaltInvocationError) return undefined;
    throw error;
  }
}

/** A number that is chosen here is the one after that of the list that is there. */
function numbered(extensions: Value, path: string): Value {
  if (!isDict(extensions) || extensions.get("cRLNumber") !== "auto") return extensions;
  const there = loadOrNothing(path)?.parts.tbsCertList.crlExtensions;
  const found = there?.find(({ extnID }) => extnID === EXTENSIONS.cRLNumber);
  const last = found === undefined ? 0 : AsnConvert.parse(found.extnValue.buffer, CRLNumber).value;
  return new Map([...extensions, ["cRLNumber", last + 1]]);
}

function inspect(path: string, wishes: RevocationWishes, context: ExecutionContext): Inspection {
  const there = loadOrNothing(path);
  if (there === undefined) return { changes: new Map([["replaced", wishes.name]]), isReadable: false };
  const changes = new Map<string, Plain>();
  const { tbsCertList: old, signatureAlgorithm, signature } = there.parts;
  const used = digestOf(signatureAlgorithm);
  if (used !== undefined && used !== digestName(wishes.digest)) changes.set("digest", wishes.digest);
  if (wishes.encoding !== there.encoding) changes.set("encoding", wishes.encoding);
  const end = old.nextUpdate?.getTime();
  if (wishes.daysRemaining > 0 && end !== undefined && end < daysAfter(new Date(), wishes.daysRemaining))
    changes.set("expiration", true);
  const isAuto = isDict(wishes.extensions) && wishes.extensions.get("cRLNumber") === "auto";
  const { content, signer } = draftList({ ...wishes, extensions: withoutAuto(wishes.extensions) }, context);
  noteName(changes, "issuer_name", old.issuer, content.issuer);
  const bytes = there.parts.tbsCertListRaw ?? AsnConvert.serialize(old);
  if (!isGoodSignature(bytes, signature, signatureAlgorithm, loadPublicKey(publicDer(signer))))
    changes.set("public_key", true);
  noteRevoked(changes, old.revokedCertificates ?? [], content.revokedCertificates ?? []);
  const hasNumber = (old.crlExtensions ?? []).some(({ extnID }) => extnID === EXTENSIONS.cRLNumber);
  const compared = (old.crlExtensions ?? []).filter(
    ({ extnID }) => !isAuto || extnID !== EXTENSIONS.cRLNumber,
  );
  noteExtensions(changes, compared, content.crlExtensions ?? []);
  if (isAuto && !hasNumber) changes.set("extensions", { added: ["cRLNumber"], changed: [], removed: [] });
  return { changes, isReadable: true };
}

function withoutAuto(extensions: Value): Value {
  if (!isDict(extensions)) return extensions;
  return new Map([...extensions].filter(([name, value]) => !(name === "cRLNumber" && value === "auto")));
}

function noteRevoked(
  changes: Map<string, Plain>,
  there: readonly RevokedCertificate[],
  wished: readonly RevokedCertificate[],
): void {
  const serial = (one: RevokedCertificate): string => prettyHex(integerOf(one.userCertificate));
  const old = new Map(there.map((one) => [serial(one), one]));
  const fresh = new Map(wished.map((one) => [serial(one), one]));
  const added = [...fresh.keys()].filter((key) => !old.has(key)).sort();
  const removed = [...old.keys()].filter((key) => !fresh.has(key)).sort();
  const changed = [...fresh]
    .filter(([key, one]) => {
      const before = old.get(key);
      return before !== undefined && !isSameEntry(before, one);
    })
    .map(([key]) => key)
    .sort();
  if (added.length + removed.length + changed.length > 0)
    changes.set("revocations", { added, changed, removed });
}

function isSameEntry(one: RevokedCertificate, other: RevokedCertificate): boolean {
  const [left, right] = [entryExtensions(one), entryExtensions(other)];
  return (
    left.length === right.length &&
    left.every((ext) => right.some((same) => same.extnID === ext.extnID && isSameExtension(same, ext)))
  );
}
