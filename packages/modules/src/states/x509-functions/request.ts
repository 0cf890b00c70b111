/**
 * `x509.csr_managed`.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { pythonStr } from "@salt/core";
import { draftRequest, requestedExtensions } from "../../execution/x509-functions/build.js";
import { loadRequest, NotOfThisKind, publicKeyOf } from "../../execution/x509-functions/certificate-file.js";
import { isSamePair } from "../../execution/x509-functions/keys.js";
import { digestName, digestOf } from "../../execution/x509-functions/signing.js";
import { wishesOf } from "../../execution/x509-functions/wishes.js";
import { textOf } from "./certificate.js";
import { noteExtensions, noteName } from "./compare.js";
import type { Inspection } from "./managed-file.js";
import { manageFile } from "./managed-file.js";

/** A request as it should be. */
export interface RequestWishes {
  readonly name: string;
  readonly digest: Value;
  readonly encoding: string;
  readonly fileArgs: Dict;
  /** Key, subject and extensions. */
  readonly given: Dict;
}

/** Makes a request for a certificate be there, and be as it is wished. */
export function requestManaged(wishes: RequestWishes, context: ExecutionContext): Promise<Dict> {
  const { name, digest, encoding, fileArgs } = wishes;
  const given = wishesOf(wishes.given);
  return manageFile(
    {
      name,
      noun: "The certificate signing request",
      encoding,
      fileArgs,
      inspect: async (path) => inspect(path, { ...wishes, given }),
      make: async (path, changes) => {
        if ([...changes.keys()].every((key) => key === "encoding"))
          return await textOf("x509.encode_csr", [path], { encoding }, context);
        const asked = Object.fromEntries([...given].map(([key, value]) => [pythonStr(key), value]));
        return await textOf("x509.create_csr", [], { ...asked, digest, encoding }, context);
      },
    },
    context,
  );
}

function inspect(path: string, { name, digest, encoding, given }: RequestWishes): Inspection {
  const changes = new Map<string, Plain>();
  try {
    const there = loadRequest(path);
    const content = there.parts.certificationRequestInfo;
    const used = digestOf(there.parts.signatureAlgorithm);
    if (used !== undefined && used !== digestName(digest)) changes.set("digest", digest);
    if (encoding !== there.encoding) changes.set("encoding", encoding);
    const draft = draftRequest(given);
    if (!isSamePair(publicKeyOf(content.subjectPKInfo), draft.key)) changes.set("private_key", true);
    noteName(changes, "subject_name", content.subject, draft.subject);
    noteExtensions(changes, requestedExtensions(there.parts), draft.extensions);
    return { changes, isReadable: true };
  } catch (error) {
    if (!(error instanceof NotOfThisKind)) throw error;
    return { changes: changes.set("replaced", name), isReadable: false };
  }
}
