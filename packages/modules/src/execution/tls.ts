/**
 * Authorities of TLS in a directory, as Salt's older module `tls` keeps them.
 */
import type { Plain } from "@salt/core";
import { executionModule, maybe, needed } from "@salt/core";
import { fileFn } from "./file-functions/system-error.js";
import { lookFunctions } from "./tls-functions/look-functions.js";
import { authority, making, subject } from "./tls-functions/params.js";

const { ca_name, cacert_path, ca_filename } = authority;
const { bits, days, digest, replace } = making;
const crl_file = maybe.any(null, "The file of the revocation list; `crl.pem` beside the authority.");
const certificateName = maybe.any(null, "Another name for the file of the certificate.");

export const tls = executionModule("tls", {
  doc:
    "Authorities of TLS in a directory (`ca.cert_base_path`, /etc/pki), with requests, certificates, revocation " +
    "lists and their database. The module `x509` makes single certificates, and has states.",
  functions: {
    ...lookFunctions,
    maybe_fix_ssl_version: fileFn({
      doc: "Makes an authority's certificate anew when it has a version that there is not; old releases of Salt wrote it.",
      examples: ["salt '*' tls.maybe_fix_ssl_version test_ca /etc/certs"],
      params: { ca_name, cacert_path, ca_filename },
      run: async (args, context): Promise<Plain> => {
        const { mendVersion } = await import("./tls-functions/authorities.js");
        await mendVersion(args, context);
        return null;
      },
    }),
    create_ca: fileFn({
      doc: "Makes an authority: a key and a certificate that it signs itself.",
      examples: ["salt '*' tls.create_ca test_ca"],
      params: {
        ca_name,
        bits,
        days,
        ...subject,
        fixmode: maybe.bool(false, "Make the certificate of an authority anew."),
        cacert_path,
        ca_filename,
        digest,
        onlyif: maybe.any(null, "Do it only when this command succeeds, or this is true."),
        unless: maybe.any(null, "Do nothing when this command succeeds, or this is true."),
        replace,
      },
      run: async (args, context): Promise<Plain> => {
        const { createAuthority, isHeldBack } = await import("./tls-functions/authorities.js");
        if (await isHeldBack(args.onlyif, args.unless, context)) return null;
        return await createAuthority(args, context);
      },
    }),
    create_csr: fileFn({
      doc: "Makes a key and a request for a certificate of an authority.",
      examples: ["salt '*' tls.create_csr test"],
      params: {
        ca_name,
        bits,
        ...subject,
        subjectAltName: maybe.any(null, "Other names, e.g. `[DNS:www.example.com, IP:192.0.2.1]`."),
        cacert_path,
        ca_filename,
        csr_path: maybe.any(null, "The directory for the request; `certs` beside the authority."),
        csr_filename: maybe.any(null, "Another name for the file of the request."),
        digest,
        type_ext: maybe.bool(false, "Put the type behind the name of the file."),
        cert_type: maybe.any("server", "`server`, `client`, or a type of the pillar."),
        replace,
      },
      run: async (args, context): Promise<Plain> => {
        const { makeRequest } = await import("./tls-functions/requests.js");
        return await makeRequest(args, context);
      },
    }),
    create_self_signed_cert: fileFn({
      doc: "Makes a key and a certificate that it signs itself.",
      examples: ["salt '*' tls.create_self_signed_cert CN='test.mysite.org'"],
      params: {
        tls_dir: maybe.any("tls", "A directory below that of all authorities."),
        bits,
        days,
        ...subject,
        cacert_path,
        cert_filename: certificateName,
        digest,
        replace,
      },
      run: async (args, context): Promise<Plain> => {
        const { makeSelfSigned } = await import("./tls-functions/requests.js");
        return await makeSelfSigned(args, context);
      },
    }),
    create_ca_signed_cert: fileFn({
      doc: "Makes a certificate of a request, signed by an authority, with all extensions that the request asks for.",
      examples: ["salt '*' tls.create_ca_signed_cert test localhost"],
      params: {
        ca_name,
        CN: needed.any("The common name, by which the file of the request is found."),
        days,
        cacert_path,
        ca_filename,
        cert_path: maybe.any(null, "The directory of request and certificate; `certs` beside the authority."),
        cert_filename: certificateName,
        digest,
        cert_type: maybe.any(null, "The type of the request, for type_ext."),
        type_ext: maybe.bool(false, "The type stands behind the name of the file."),
        replace,
      },
      run: async (args, context): Promise<Plain> => {
        const { signByAuthority } = await import("./tls-functions/requests.js");
        return await signByAuthority(args, context);
      },
    }),
    create_pkcs12: fileFn({
      doc: "Puts a certificate, its key and the authority's certificate into one file, by the program openssl.",
      examples: ["salt '*' tls.create_pkcs12 test localhost"],
      params: {
        ca_name,
        CN: needed.any("The common name, by which the files are found."),
        passphrase: maybe.any("", "What the file is encrypted with; without it, it is not."),
        cacert_path,
        replace,
      },
      run: async (args, context): Promise<Plain> => {
        const { makeBundle } = await import("./tls-functions/pkcs12.js");
        return await makeBundle(args, context);
      },
    }),
    create_empty_crl: fileFn({
      doc: "Writes a revocation list that names nothing, where there is none.",
      examples: [
        "salt '*' tls.create_empty_crl ca_name='koji' ca_filename='ca' crl_file='/etc/openvpn/team1/crl.pem'",
      ],
      params: { ca_name, cacert_path, ca_filename, crl_file, digest },
      run: async (args, context): Promise<Plain> => {
        const { writeEmptyList } = await import("./tls-functions/lists.js");
        return await writeEmptyList(args, context);
      },
    }),
    revoke_cert: fileFn({
      doc: "Revokes a certificate: in the database, and in the revocation list.",
      examples: ["salt '*' tls.revoke_cert koji www.example.com crl_file=/etc/openvpn/team1/crl.pem"],
      params: {
        ca_name,
        CN: needed.any("The common name, by which the certificate is found."),
        cacert_path,
        ca_filename,
        cert_path: maybe.any(null, "The directory of the certificate; `certs` beside the authority."),
        cert_filename: certificateName,
        crl_file,
        digest,
      },
      run: async (args, context): Promise<Plain> => {
        const { revoke } = await import("./tls-functions/lists.js");
        return await revoke(args, context);
      },
    }),
  },
});
