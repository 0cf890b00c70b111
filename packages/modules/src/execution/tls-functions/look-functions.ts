/**
 * The functions of `tls` that only look.
 */
import { readFileSync } from "node:fs";
import type { Plain, Value } from "@salt/core";
import { fn, maybe, needed, pythonStr, strftime } from "@salt/core";
import { PythonError } from "../../values/python-error.js";
import { fileFn } from "../file-functions/system-error.js";
import { authority } from "./params.js";
import { authorityPlace, basePath, rememberPath } from "./places.js";

const { ca_name, cacert_path, ca_filename } = authority;
const CN = maybe.any("localhost", "The common name.");
const as_text = maybe.bool(false, "The content in place of the path.");

/** Functions by name. */
export const lookFunctions = {
  cert_base_path: fn({
    doc: "The directory of all authorities.",
    examples: ["salt '*' tls.cert_base_path"],
    params: { cacert_path },
    run: async ({ cacert_path: given }, context): Promise<Plain> => await basePath(given, context),
  }),
  set_ca_path: fn({
    doc: "Sets the directory of all authorities for the rest of the job.",
    examples: ["salt '*' tls.set_ca_path /etc/certs"],
    params: { cacert_path: needed.any("The directory; the configured one counts when it is empty.") },
    run: async ({ cacert_path: given }, context): Promise<Plain> => await rememberPath(given, context),
  }),
  ca_exists: fileFn({
    doc: "Whether there is an authority.",
    examples: ["salt '*' tls.ca_exists test_ca /etc/certs"],
    params: { ca_name, cacert_path, ca_filename },
    run: async (args, context): Promise<Plain> =>
      await (await import("./authorities.js")).hasAuthority(args, context),
  }),
  get_ca: fileFn({
    doc: "The path or the content of an authority's certificate.",
    examples: ["salt '*' tls.get_ca test_ca as_text=False cacert_path=/etc/certs"],
    params: { ca_name, as_text, cacert_path },
    run: async (args, context): Promise<Plain> => {
      const { certificate, name } = await authorityPlace(args, context);
      return shown(certificate, args.as_text, `Certificate does not exist for ${name}`);
    },
  }),
  get_ca_signed_cert: fileFn({
    doc: "The path or the content of a certificate that an authority signed.",
    examples: ["salt '*' tls.get_ca_signed_cert test_ca CN=localhost as_text=False cacert_path=/etc/certs"],
    params: {
      ca_name,
      CN,
      as_text,
      cacert_path,
      cert_filename: maybe.any(null, "The name of the file, where it is not the common name."),
    },
    run: async (args, context): Promise<Plain> => {
      const { signedStem } = await import("./requests.js");
      const stem = signedStem(await authorityPlace(args, context), args.CN, args.cert_filename);
      return shown(`${stem}.crt`, args.as_text, absent(args.CN));
    },
  }),
  get_ca_signed_key: fileFn({
    doc: "The path or the content of the key of a certificate that an authority signed.",
    examples: ["salt '*' tls.get_ca_signed_key test_ca CN=localhost as_text=False cacert_path=/etc/certs"],
    params: {
      ca_name,
      CN,
      as_text,
      cacert_path,
      key_filename: maybe.any(null, "The name of the file, where it is not the common name."),
    },
    run: async (args, context): Promise<Plain> => {
      const { signedStem } = await import("./requests.js");
      const stem = signedStem(await authorityPlace(args, context), args.CN, args.key_filename);
      return shown(`${stem}.key`, args.as_text, absent(args.CN));
    },
  }),
  validate: fileFn({
    doc: "Whether an authority signed a certificate that is still good and not revoked.",
    examples: ["salt '*' tls.validate /etc/pki/my_ca/certs/www.crt my_ca /etc/pki/my_ca/crl.pem"],
    params: {
      cert: needed.any("The file of the certificate."),
      ca_name,
      crl_file: needed.any("The file of the revocation list; None for what the authority's database says."),
    },
    run: async (args, context): Promise<Plain> => await (await import("./validate.js")).judge(args, context),
  }),
  get_expiration_date: fileFn({
    doc: "When a certificate ends, in UTC.",
    examples: ["salt '*' tls.get_expiration_date /path/to/foo.crt date_format='%d/%m/%Y'"],
    params: {
      cert: needed.any("The file of the certificate."),
      date_format: maybe.any("%Y-%m-%d", "How the date is written, as in strftime."),
    },
    run: async (args, context): Promise<Plain> => {
      const { certificateOfFile } = await import("./look.js");
      const { validity } = certificateOfFile(args.cert, context).parts.tbsCertificate;
      return strftime(validity.notAfter.getTime(), pythonStr(args.date_format));
    },
  }),
  get_extensions: fn({
    doc: "The extensions that certificates of a type get: those of the pillar at `tls.extensions`, or Salt's own.",
    examples: ["salt '*' tls.get_extensions client"],
    params: { cert_type: needed.any("`server`, `client`, or one of the pillar.") },
    run: async (args, context): Promise<Plain> =>
      await (await import("./extension-sets.js")).extensionSets(args.cert_type, context),
  }),
  cert_info: fileFn({
    doc: "Fingerprint, names, serial number, dates and extensions of a certificate.",
    examples: ["salt '*' tls.cert_info /dir/for/certs/cert.pem"],
    params: {
      cert: needed.any("A file, or PEM."),
      digest: maybe.any("sha256", "The digest of the fingerprint."),
    },
    run: async (args): Promise<Plain> => (await import("./look.js")).certificateInfo(args.cert, args.digest),
  }),
};

function absent(name: Value): string {
  return `Certificate does not exists for ${pythonStr(name)}`;
}

/** A path or what lies there; ValueError with these words when nothing does. */
function shown(path: string, isText: boolean, words: string): string {
  try {
    const content = readFileSync(path, "utf8");
    return isText ? content : path;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new PythonError("ValueError", words);
    throw error;
  }
}
