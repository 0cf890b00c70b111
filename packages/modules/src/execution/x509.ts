/**
 * Certificates, requests, revocation lists and keys of X.509, as Salt's `x509_v2`.
 */
import type { Plain, Value } from "@salt/core";
import { executionModule, isDict, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { fileFn } from "./file-functions/system-error.js";
import { readFunctions } from "./x509-functions/read-functions.js";

const encoding = { ...maybe.str("pem", "`pem` or `der`."), convert: (value: Value) => pythonStr(value) };
const digest = maybe.any("sha256", "The digest that is signed.");
const form = {
  encoding,
  path: maybe.str(null, "A file to write it to."),
  raw: maybe.bool(false, "Answer with bytes rather than with text."),
} as const;
const pkcs12 = {
  pkcs12_passphrase: maybe.any(null, "For pkcs12, which is not written here."),
  pkcs12_encryption_compat: maybe.any(false, "For pkcs12, which is not written here."),
  pkcs12_friendlyname: maybe.any(null, "For pkcs12, which is not written here."),
} as const;
const signer = {
  signing_private_key: needed.any("The key that signs: a file, or PEM."),
  signing_private_key_passphrase: maybe.any(null, "Its passphrase."),
} as const;

export const x509 = executionModule("x509", {
  doc:
    "Certificates, requests, revocation lists and keys of X.509. Keys and certificates are given as files, PEM, " +
    "hexadecimal or base64 texts.",
  functions: {
    ...readFunctions,
    create_certificate: fileFn({
      doc:
        "Makes a certificate. Parts of the subject (`CN`, `O` …), extensions (`basicConstraints`, `keyUsage` …), " +
        "`signing_private_key`, `signing_cert`, `private_key`, `public_key`, `csr`, `subject`, `serial_number`, " +
        "`not_before`, `not_after`, `days_valid` and `digest` are keyword arguments.",
      examples: [
        "salt '*' x509.create_certificate signing_private_key=/etc/pki/ca.key CN=ca basicConstraints='critical, CA:TRUE'",
      ],
      params: {
        ca_server: maybe.any(null, "The minion that signs."),
        signing_policy: maybe.any(null, "The policy it is signed under."),
        encoding,
        append_certs: maybe.any(null, "Certificates to put behind it."),
        ...pkcs12,
        path: form.path,
        overwrite: maybe.bool(true, "Write over a file that is there."),
        raw: form.raw,
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }): Promise<Plain> => {
        const { createCertificate } = await import("./x509-functions/create.js");
        const { ca_server, signing_policy, append_certs } = args;
        const wishes = new Map<Value, Value>([
          ...kwargs,
          ["ca_server", ca_server],
          ["signing_policy", signing_policy],
        ]);
        return await createCertificate(wishes, { chain: append_certs, form: args }, context);
      },
    }),
    encode_certificate: fileFn({
      doc: "Writes a certificate anew in another form.",
      examples: ["salt '*' x509.encode_certificate /etc/pki/my.pem der"],
      params: {
        certificate: needed.any("The certificate."),
        encoding,
        append_certs: maybe.any(null, "Certificates to put behind it."),
        private_key: maybe.any(null, "For pkcs12, which is not written here."),
        private_key_passphrase: maybe.any(null, "For pkcs12, which is not written here."),
        ...pkcs12,
        raw: form.raw,
      },
      run: async (args): Promise<Plain> => {
        const { encodeCertificate } = await import("./x509-functions/create.js");
        return encodeCertificate(args.certificate, args.append_certs, { ...args, path: null });
      },
    }),
    create_crl: fileFn({
      doc: "Makes a list of revoked certificates.",
      examples: [
        "salt '*' x509.create_crl signing_private_key=ca.key signing_cert=ca.crt revoked=\"[{certificate: a.crt}]\"",
      ],
      params: {
        signing_private_key: signer.signing_private_key,
        revoked: needed.any("What is revoked: maps with certificate or serial_number."),
        signing_cert: needed.any("The certificate of the issuer."),
        signing_private_key_passphrase: signer.signing_private_key_passphrase,
        include_expired: maybe.bool(false, "With certificates that have ended."),
        days_valid: maybe.number(null, "How long the list is good for; 100 days when not given."),
        digest,
        encoding,
        extensions: maybe.any(null, "Extensions of the list, a map."),
        path: form.path,
        raw: form.raw,
      },
      run: async (args, context): Promise<Plain> => {
        const { createList } = await import("./x509-functions/create.js");
        return createList({ ...args, days_valid: args.days_valid ?? 100 }, args.digest, args, context);
      },
    }),
    create_csr: fileFn({
      doc: "Makes a request for a certificate; parts of the subject and extensions are keyword arguments.",
      examples: ["salt '*' x509.create_csr private_key=/etc/pki/my.key CN=www.example.com"],
      params: {
        private_key: needed.any("The key."),
        private_key_passphrase: maybe.any(null, "Its passphrase."),
        digest,
        ...form,
      },
      varkw: "kwargs",
      run: async (args, _context, { kwargs }): Promise<Plain> => {
        const { createRequest } = await import("./x509-functions/create.js");
        const { private_key, private_key_passphrase } = args;
        const wishes = new Map<Value, Value>([...kwargs, ["private_key", private_key]]);
        wishes.set("private_key_passphrase", private_key_passphrase);
        return createRequest(wishes, kwargs.get("algorithm") ?? args.digest, args);
      },
    }),
    encode_csr: fileFn({
      doc: "Writes a request anew in another form.",
      examples: ["salt '*' x509.encode_csr /etc/pki/my.csr der"],
      params: { csr: needed.any("The request."), encoding, raw: form.raw },
      run: async (args): Promise<Plain> => {
        const { encodeOther } = await import("./x509-functions/create.js");
        return encodeOther(args.csr, "request", { ...args, path: null });
      },
    }),
    encode_crl: fileFn({
      doc: "Writes a revocation list anew in another form.",
      examples: ["salt '*' x509.encode_crl /etc/pki/my.crl der"],
      params: { crl: needed.any("The list."), encoding, raw: form.raw },
      run: async (args): Promise<Plain> => {
        const { encodeOther } = await import("./x509-functions/create.js");
        return encodeOther(args.crl, "list", { ...args, path: null });
      },
    }),
    create_private_key: fileFn({
      doc: "Makes a private key.",
      examples: ["salt '*' x509.create_private_key algo=ec path=/etc/pki/my.key"],
      params: {
        algo: {
          ...maybe.str("rsa", "`rsa`, `ec`, `ed25519` or `ed448`."),
          convert: (value: Value) => pythonStr(value),
        },
        keysize: maybe.int(null, "2048, 3072 or 4096 for rsa, 256, 384 or 521 for ec."),
        passphrase: maybe.any(null, "Encrypt it with this."),
        encoding,
        pkcs12_encryption_compat: pkcs12.pkcs12_encryption_compat,
        path: form.path,
        raw: form.raw,
        bits: maybe.int(null, "The older name of keysize."),
      },
      run: async (args): Promise<Plain> => {
        const { createKey } = await import("./x509-functions/create.js");
        return createKey(args.algo, args.keysize ?? args.bits, args.passphrase, args);
      },
    }),
    encode_private_key: fileFn({
      doc: "Writes a private key anew in another form, or with another passphrase.",
      examples: ["salt '*' x509.encode_private_key /etc/pki/my.key der"],
      params: {
        private_key: needed.any("The key."),
        encoding,
        passphrase: maybe.any(null, "Encrypt it with this."),
        private_key_passphrase: maybe.any(null, "What it is encrypted with."),
        pkcs12_encryption_compat: pkcs12.pkcs12_encryption_compat,
        raw: form.raw,
      },
      run: async (args): Promise<Plain> => {
        const { encodePrivateKey } = await import("./x509-functions/create.js");
        return encodePrivateKey(args.private_key, args.private_key_passphrase, args.passphrase, {
          ...args,
          path: null,
        });
      },
    }),
    write_pem: fileFn({
      doc: "Writes an entry of PEM to a file.",
      examples: ["salt '*' x509.write_pem /tmp/my.crt /etc/pki/my.crt pem_type=CERTIFICATE"],
      params: {
        text: needed.any("The entry."),
        path: needed.str("The file."),
        overwrite: maybe.bool(true, "When false, a key and DH parameters in the file stay."),
        pem_type: maybe.str(null, "The kind, such as CERTIFICATE."),
      },
      run: async (args): Promise<Plain> => {
        const { writePem } = await import("./x509-functions/pem.js");
        return writePem(args.text, args.path, args.overwrite, args.pem_type);
      },
    }),
    get_signing_policy: fileFn({
      doc: "The rules of a signing policy, of this minion or of the one that signs.",
      examples: ["salt '*' x509.get_signing_policy www"],
      params: {
        signing_policy: needed.any("The name of the policy."),
        ca_server: maybe.any(null, "The minion that signs."),
      },
      run: async (args, context): Promise<Plain> => {
        const { policyOf } = await import("./x509-functions/wishes.js");
        return await policyOf(args.signing_policy, args.ca_server, context);
      },
    }),
    sign_remote_certificate: fileFn({
      doc: "Signs a certificate for another minion, under a policy; for use by `ca_server`.",
      examples: ["salt ca x509.sign_remote_certificate www '{CN: www.example.com}' True"],
      params: {
        signing_policy: needed.any("The name of the policy."),
        kwargs: needed.any("What is asked for."),
        get_signing_policy_only: maybe.bool(false, "Just tell the policy."),
      },
      varkw: "more_kwargs",
      run: async (args, context, rest): Promise<Plain> => {
        const { signForOther } = await import("./x509-functions/sign-for-others.js");
        const asker = rest.kwargs.get("__pub_id") ?? null;
        return await signForOther(
          {
            policyName: args.signing_policy,
            wishes: isDict(args.kwargs) ? args.kwargs : new Map(),
            wantsPolicyOnly: args.get_signing_policy_only,
            asker: isTruthy(asker) ? pythonStr(asker) : undefined,
          },
          context,
        );
      },
    }),
  },
});
