/**
 * States of keys, certificates, requests and revocation lists of X.509, as Salt's `x509_v2`.
 */
import type { Dict, Value } from "@salt/core";
import {
  CommandExecutionError,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
  stateModule,
} from "@salt/core";
import { failed } from "./answer/answer.js";
import { fileManaged, refuseUnknown, splitArguments } from "./x509-functions/managed-file.js";

const name = needed.str("The file.");
const encoding = { ...maybe.str("pem", "`pem` or `der`."), convert: (value: Value) => pythonStr(value) };
const given = (doc: string) => maybe.any(null, doc);
const FILE = "Further arguments such as `user`, `mode` and `makedirs` are those of `file.managed`.";

export const x509 = stateModule("x509", {
  doc: "States of keys, certificates, requests and revocation lists of X.509.",
  functions: {
    certificate_managed: stateFn({
      doc: `Makes a certificate be there and be good. Parts of the subject and extensions are arguments. ${FILE}`,
      params: {
        name,
        days_remaining: maybe.number(
          null,
          "Make it anew when it ends within so many days; 90 when not given.",
        ),
        encoding,
        append_certs: given("Certificates to put behind it."),
        days_valid: maybe.number(null, "How long a new one is good for; 365 days when not given."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const { certificateManaged } = await import("./x509-functions/certificate.js");
        const { fileArgs, rest } = splitArguments(kwargs);
        const isDated = isTruthy(rest.get("not_after") ?? null);
        if (args.days_valid !== null || !isDated) rest.set("days_valid", args.days_valid ?? 365);
        return await certificateManaged(
          {
            name: args.name,
            encoding: args.encoding,
            chain: args.append_certs,
            daysRemaining: args.days_remaining ?? 90,
            fileArgs,
            given: rest,
          },
          context,
        );
      },
    }),
    private_key_managed: stateFn({
      doc: `Makes a private key be there; nobody but its owner can read it unless \`mode\` says so. ${FILE}`,
      params: {
        name,
        algo: {
          ...maybe.str("rsa", "`rsa`, `ec`, `ed25519` or `ed448`."),
          convert: (value: Value) => pythonStr(value),
        },
        keysize: maybe.int(null, "2048, 3072 or 4096 for rsa, 256, 384 or 521 for ec."),
        passphrase: given("Encrypt it with this."),
        encoding,
        new: maybe.bool(false, "Make a new one each time."),
        overwrite: maybe.bool(false, "Write over a file that cannot be read as a key."),
        bits: maybe.int(null, "The older name of keysize."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const { privateKeyManaged } = await import("./x509-functions/private-key.js");
        const { fileArgs, rest } = splitArguments(kwargs);
        for (const old of ["cipher", "verbose", "text"]) rest.delete(old);
        refuseUnknown(rest);
        if (!isTruthy(fileArgs.get("mode") ?? null)) fileArgs.set("mode", "0400");
        return await privateKeyManaged(
          { ...args, keysize: args.keysize ?? args.bits, isNew: args.new, fileArgs },
          context,
        );
      },
    }),
    csr_managed: stateFn({
      doc: `Makes a request for a certificate be there. Parts of the subject and extensions are arguments. ${FILE}`,
      params: {
        name,
        private_key: needed.any("The key."),
        private_key_passphrase: given("Its passphrase."),
        digest: maybe.any("sha256", "The digest that is signed."),
        encoding,
        subject: given("The subject."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const { requestManaged } = await import("./x509-functions/request.js");
        const { fileArgs, rest } = splitArguments(kwargs);
        const { private_key, private_key_passphrase, subject } = args;
        const whole: Dict = new Map([
          ...rest,
          ["private_key", private_key],
          ["private_key_passphrase", private_key_passphrase],
          ["subject", subject],
        ]);
        const digest = rest.get("algorithm") ?? args.digest;
        return await requestManaged(
          { name: args.name, digest, encoding: args.encoding, fileArgs, given: whole },
          context,
        );
      },
    }),
    crl_managed: stateFn({
      doc: `Makes a list of revoked certificates be there and be good. ${FILE}`,
      params: {
        name,
        signing_private_key: needed.any("The key that signs."),
        revoked: needed.any("What is revoked: maps with certificate or serial_number."),
        days_remaining: maybe.number(
          null,
          "Make it anew when it ends within so many days; 30 when not given.",
        ),
        signing_cert: given("The certificate of the issuer."),
        signing_private_key_passphrase: given("The passphrase of the key."),
        include_expired: maybe.bool(false, "With certificates that have ended."),
        days_valid: maybe.number(null, "How long a new one is good for; 100 days when not given."),
        digest: maybe.any("sha256", "The digest that is signed."),
        encoding,
        extensions: given("Extensions of the list, a map; `cRLNumber: auto` counts up."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const { listManaged } = await import("./x509-functions/revocations.js");
        const { fileArgs, rest } = splitArguments(kwargs);
        rest.delete("text");
        if (rest.size > 0) return failed(args.name, `Unrecognized keyword arguments: ${listed(rest)}`);
        if (!isTruthy(args.signing_cert)) return failed(args.name, "`signing_cert` is required");
        const daysRemaining = args.days_remaining ?? 30;
        return await listManaged(
          { ...args, days_valid: args.days_valid ?? 100, daysRemaining, fileArgs },
          context,
        );
      },
    }),
    pem_managed: stateFn({
      doc: `Makes a file hold an entry of PEM. ${FILE}`,
      params: { name, text: needed.any("The entry, or a file with it.") },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const { fileArgs, rest } = splitArguments(kwargs);
        refuseUnknown(rest);
        try {
          const contents = await context.call("x509.get_pem_entry", [], { text: args.text });
          const options = Object.fromEntries([...fileArgs].map(([key, value]) => [pythonStr(key), value]));
          return await fileManaged(args.name, { ...options, contents }, context);
        } catch (error) {
          if (error instanceof CommandExecutionError || error instanceof SaltInvocationError)
            return failed(args.name, error.message);
          throw error;
        }
      },
    }),
  },
});

function listed(rest: Dict): string {
  return `[${[...rest.keys()].map((key) => `'${pythonStr(key)}'`).join(", ")}]`;
}
