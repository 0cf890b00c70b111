/**
 * The functions of `x509` that only look.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { maybe, needed, SaltInvocationError } from "@salt/core";
import { globPaths } from "../file-functions/paths.js";
import { fileFn } from "../file-functions/system-error.js";

const certificate = needed.any("The certificate.");
const glob_path = needed.str("A pattern for files.");
const passphrase = maybe.any(null, "The passphrase of the key.");

/** Functions by name. */
export const readFunctions = {
  read_certificate: fileFn({
    doc: "A certificate as a map.",
    examples: ["salt '*' x509.read_certificate /etc/pki/my.crt"],
    params: { certificate },
    run: async (args, context): Promise<Plain> =>
      (await import("./read.js")).readCertificate(args.certificate, context),
  }),
  read_certificates: fileFn({
    doc: "The certificates of files, by path.",
    examples: ["salt '*' x509.read_certificates '/etc/pki/*.crt'"],
    params: { glob_path },
    run: async (args, context): Promise<Plain> => {
      const { readCertificate } = await import("./read.js");
      return ofFiles(args.glob_path, (path) => readCertificate(path, context), context);
    },
  }),
  read_crl: fileFn({
    doc: "A revocation list as a map.",
    examples: ["salt '*' x509.read_crl /etc/pki/my.crl"],
    params: { crl: needed.any("The list.") },
    run: async (args): Promise<Plain> => (await import("./read.js")).readList(args.crl),
  }),
  read_csr: fileFn({
    doc: "A request as a map.",
    examples: ["salt '*' x509.read_csr /etc/pki/my.csr"],
    params: { csr: needed.any("The request.") },
    run: async (args): Promise<Plain> => (await import("./read.js")).readRequest(args.csr),
  }),
  expires: fileFn({
    doc: "Whether a certificate ends within some days.",
    examples: ["salt '*' x509.expires /etc/pki/my.crt days=7"],
    params: { certificate, days: maybe.number(0, "How many days.") },
    run: async (args): Promise<Plain> =>
      (await import("./read.js")).isExpired(args.certificate, args.days ?? 0),
  }),
  expired: fileFn({
    doc: "Whether a certificate has ended, with its common name.",
    examples: ["salt '*' x509.expired /etc/pki/my.crt"],
    params: { certificate },
    run: async (args): Promise<Plain> => {
      const { isExpired, whichCertificate } = await import("./read.js");
      return { ...whichCertificate(args.certificate), expired: isExpired(args.certificate, 0) };
    },
  }),
  will_expire: fileFn({
    doc: "Whether a certificate ends within some days, with its common name.",
    examples: ["salt '*' x509.will_expire /etc/pki/my.crt days=30"],
    params: { certificate, days: needed.number("How many days.") },
    run: async (args): Promise<Plain> => {
      const { isExpired, whichCertificate } = await import("./read.js");
      const which = whichCertificate(args.certificate);
      return { check_days: args.days, ...which, will_expire: isExpired(args.certificate, args.days) };
    },
  }),
  get_pem_entry: fileFn({
    doc: "The first entry of a PEM text, with its lines put right.",
    examples: ["salt '*' x509.get_pem_entry /etc/pki/my.crt pem_type=CERTIFICATE"],
    params: {
      text: needed.any("The text, or a file."),
      pem_type: maybe.str(null, "The kind, such as CERTIFICATE."),
    },
    run: async (args): Promise<Plain> => (await import("./pem.js")).pemEntry(args.text, args.pem_type),
  }),
  get_pem_entries: fileFn({
    doc: "The first PEM entry of each file, by path.",
    examples: ["salt '*' x509.get_pem_entries '/etc/pki/*.crt'"],
    params: { glob_path },
    run: async (args, context): Promise<Plain> => {
      const { pemEntry } = await import("./pem.js");
      return ofFiles(args.glob_path, (path) => pemEntry(path, null), context);
    },
  }),
  get_private_key_size: fileFn({
    doc: "The bits of a private key; null for keys that have but one size.",
    examples: ["salt '*' x509.get_private_key_size /etc/pki/my.key"],
    params: { private_key: needed.any("The key."), passphrase },
    run: async (args): Promise<Plain> => {
      const { keySize, loadPrivateKey } = await import("./keys.js");
      return keySize(loadPrivateKey(args.private_key, args.passphrase).key);
    },
  }),
  get_public_key: fileFn({
    doc: "The public key of a certificate, key or request.",
    examples: ["salt '*' x509.get_public_key /etc/pki/my.key"],
    params: { key: needed.any("The certificate, key or request."), passphrase },
    run: async (args): Promise<Plain> => (await import("./read.js")).readPublicKey(args.key, args.passphrase),
  }),
  verify_crl: fileFn({
    doc: "Whether a revocation list was signed by the key of a certificate.",
    examples: ["salt '*' x509.verify_crl /etc/pki/my.crl /etc/pki/ca.crt"],
    params: { crl: needed.any("The list."), cert: needed.any("The certificate.") },
    run: async (args): Promise<Plain> => (await import("./read.js")).isListGood(args.crl, args.cert),
  }),
  verify_private_key: fileFn({
    doc: "Whether a private key belongs to a certificate, public key or request.",
    examples: ["salt '*' x509.verify_private_key /etc/pki/my.key /etc/pki/my.crt"],
    params: { private_key: needed.any("The key."), public_key: needed.any("The other part."), passphrase },
    run: async (args): Promise<Plain> =>
      (await import("./read.js")).isPair(args.private_key, args.public_key, args.passphrase),
  }),
  verify_signature: fileFn({
    doc: "Whether a certificate was signed by a key; by its own when none is named.",
    examples: ["salt '*' x509.verify_signature /etc/pki/my.crt /etc/pki/ca.crt"],
    params: {
      certificate,
      signing_pub_key: maybe.any(null, "The key, or a certificate with it."),
      signing_pub_key_passphrase: maybe.any(null, "The passphrase of the key."),
    },
    run: async (args): Promise<Plain> =>
      (await import("./read.js")).isCertificateGood(
        args.certificate,
        args.signing_pub_key,
        args.signing_pub_key_passphrase,
      ),
  }),
} as const;

/** What files have, by path. Where Salt gives up at the first file that has nothing, it is left out. */
function ofFiles(pattern: string, look: (path: string) => Plain, context: ExecutionContext): Plain {
  const found = new Map<string, Plain>();
  for (const path of globPaths(pattern)) {
    try {
      found.set(path, look(path));
    } catch (error) {
      if (!(error instanceof SaltInvocationError)) throw error;
      context.log.debug({ path }, "A file has nothing of the kind");
    }
  }
  return Object.fromEntries(found);
}
