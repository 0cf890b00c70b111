/**
 * Checksums, signatures and base64 of texts and files.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { ExecutionFunction, Value } from "@salt/core";
import { CommandExecutionError, executionModule, maybe, needed, pythonStr } from "@salt/core";
import { PythonError } from "../values/python-error.js";
import { digestName, hashFile } from "./file-functions/hash-file.js";
import { isFile } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";

const instr = needed.any("The text.");
const secret = needed.any("The secret that both sides know.");
const KINDS: readonly string[] = ["md5", "sha256", "sha512"];
/** Line length of base64 in mails. */
const BASE64_LINE = /.{1,76}/g;

const digestOf = (kind: string): ExecutionFunction =>
  fileFn({
    doc: `The ${kind} checksum of a text.`,
    examples: [`salt '*' hashutil.${kind}_digest 'get salted'`],
    params: { instr },
    run: (args) => createHash(kind).update(bytesOf(args.instr)).digest("hex"),
  });

export const hashutil = executionModule("hashutil", {
  doc: "Checksums, signatures and base64 of texts and files.",
  functions: {
    digest: fileFn({
      doc: "The checksum of a text: md5, sha256 or sha512.",
      examples: ["salt '*' hashutil.digest 'get salted' sha256"],
      params: { instr, checksum: maybe.str("md5", "The kind of checksum.") },
      run: (args) => createHash(knownKind(args.checksum)).update(bytesOf(args.instr)).digest("hex"),
    }),
    digest_file: fileFn({
      doc: "The checksum of a file: md5, sha256 or sha512.",
      examples: ["salt '*' hashutil.digest_file /etc/motd sha256"],
      params: { infile: needed.str("The file."), checksum: maybe.str("md5", "The kind of checksum.") },
      run: (args) => {
        if (!isFile(args.infile)) throw new CommandExecutionError(`File path '${args.infile}' not found.`);
        return hashFile(args.infile, knownKind(args.checksum));
      },
    }),
    md5_digest: digestOf("md5"),
    sha256_digest: digestOf("sha256"),
    sha512_digest: digestOf("sha512"),
    base64_b64encode: fileFn({
      doc: "A text in base64, on one line.",
      examples: ["salt '*' hashutil.base64_b64encode 'get salted'"],
      params: { instr },
      run: (args) => bytesOf(args.instr).toString("base64"),
    }),
    base64_b64decode: fileFn({
      doc: "What a text in base64 stands for.",
      examples: ["salt '*' hashutil.base64_b64decode 'Z2V0IHNhbHRlZA=='"],
      params: { instr },
      run: (args) => textOrBytes(decoded(pythonStr(args.instr))),
    }),
    base64_encodestring: fileFn({
      doc: "A text in base64, in lines of 76 characters.",
      examples: ["salt '*' hashutil.base64_encodestring 'get salted'"],
      params: { instr },
      run: (args) => inLines(bytesOf(args.instr)),
    }),
    base64_encodefile: fileFn({
      doc: "A file in base64, in lines of 76 characters.",
      examples: ["salt '*' hashutil.base64_encodefile /etc/motd"],
      params: { fname: needed.str("The file.") },
      run: (args) => inLines(readFileSync(args.fname)),
    }),
    base64_decodestring: fileFn({
      doc: "What lines in base64 stand for.",
      examples: ["salt '*' hashutil.base64_decodestring instr='Z2V0IHNhbHRlZAo='"],
      params: { instr },
      run: (args) => textOrBytes(decoded(pythonStr(args.instr))),
    }),
    base64_decodefile: fileFn({
      doc: "Writes what lines in base64 stand for to a file.",
      examples: ["salt '*' hashutil.base64_decodefile instr='Z2V0IHNhbHRlZAo=' outfile=/tmp/binary"],
      params: { instr, outfile: needed.str("The file.") },
      run: (args) => {
        writeFileSync(args.outfile, decoded(pythonStr(args.instr)));
        return true;
      },
    }),
    hmac_signature: fileFn({
      doc: "Whether a signature, HMAC-SHA256 in base64, was made of a text with a secret.",
      examples: [
        "salt '*' hashutil.hmac_signature 'get salted' 'shared secret' 'eBWf9bstXg+NiP5AOwppB5HMvZiYMPzEM9W5YMm/AmQ='",
      ],
      params: { string: instr, shared_secret: secret, challenge_hmac: needed.any("The signature.") },
      run: (args) =>
        isSame(
          hmac("sha256", args.shared_secret, args.string).digest("base64"),
          pythonStr(args.challenge_hmac),
        ),
    }),
    hmac_compute: fileFn({
      doc: "The HMAC-SHA256 of a text with a secret, in hexadecimal digits.",
      examples: ["salt '*' hashutil.hmac_compute 'get salted' 'shared secret'"],
      params: { string: instr, shared_secret: secret },
      run: (args) => hmac("sha256", args.shared_secret, args.string).digest("hex"),
    }),
    github_signature: fileFn({
      doc: "Whether a signature of the form `sha1=…`, as GitHub sends it, was made of a text with a secret.",
      examples: ["salt '*' hashutil.github_signature '{\"ref\": 1}' 'shared secret' sha1:bad"],
      params: { string: instr, shared_secret: secret, challenge_hmac: needed.str("The signature.") },
      run: (args) => {
        const [kind = "", challenge = "", ...rest] = args.challenge_hmac.split("=");
        if (rest.length > 0 || !args.challenge_hmac.includes("="))
          throw new PythonError("ValueError", "challenge_hmac must be of the form kind=digits");
        const computed = hmac(digestName(kind), args.shared_secret, pythonStr(args.string)).digest("hex");
        return isSame(computed, challenge);
      },
    }),
  },
});

function bytesOf(value: Value): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(pythonStr(value));
}

function knownKind(kind: string | null): string {
  if (kind !== null && KINDS.includes(kind)) return kind;
  throw new CommandExecutionError(`Hash func '${kind}' is not supported.`);
}

function decoded(text: string): Buffer {
  // Python passes over what is no digit, and reads nothing behind the padding.
  const [digits = ""] = /^[^=]*={0,2}/.exec(text.replace(/[^A-Za-z0-9+/=]/g, "")) ?? [];
  if (digits.length % 4 !== 0) throw new PythonError("binascii.Error", "Incorrect padding");
  return Buffer.from(digits, "base64");
}

function textOrBytes(bytes: Buffer): string | Buffer {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

function inLines(bytes: Buffer): string {
  return (bytes.toString("base64").match(BASE64_LINE) ?? []).map((line) => `${line}\n`).join("");
}

function hmac(kind: string, key: Value, text: Value) {
  return createHmac(kind, bytesOf(key)).update(bytesOf(text));
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
