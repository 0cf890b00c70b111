/**
 * Checksums of files, and reading checksums that others publish.
 */
import type { Plain } from "@salt/core";
import { maybe, needed, SaltInvocationError } from "@salt/core";
import { HASHES_BY_LENGTH, hashFile } from "./hash-file.js";
import { expandUser, isFile } from "./paths.js";
import { extractHash, sourceSum } from "./source-sum.js";
import { fileFn } from "./system-error.js";

const path = needed.str("The file.");
const form = maybe.str("sha256", "The kind of checksum.");

export const hashFunctions = {
  get_sum: fileFn({
    doc: "The checksum of a file; a sentence when there is no such file.",
    examples: ["salt '*' file.get_sum /etc/passwd sha512"],
    params: { path, form },
    run: (args) => {
      const file = expandUser(args.path);
      return isFile(file) ? hashFile(file, args.form ?? "sha256") : "File not found";
    },
  }),
  get_hash: fileFn({
    doc: "The checksum of a file.",
    examples: ["salt '*' file.get_hash /etc/shadow"],
    params: { path, form, chunk_size: maybe.int(65_536, "Has no meaning here.") },
    run: (args) => hashFile(expandUser(args.path), args.form ?? "sha256"),
  }),
  check_hash: fileFn({
    doc: "Whether a file has a checksum, which may say its kind: `md5:…` or `md5=…`.",
    examples: ["salt '*' file.check_hash /etc/fstab md5:d41d8cd98f00b204e9800998ecf8427e"],
    params: { path, file_hash: needed.any("The checksum.") },
    run: async (args) => {
      if (typeof args.file_hash !== "string") throw new SaltInvocationError("hash must be a string");
      const [kind, value] = kindAndValue(args.file_hash);
      return (await hashFile(expandUser(args.path), kind)) === value;
    },
  }),
  extract_hash: fileFn({
    doc: "The checksum of a file out of a list of checksums, and its kind.",
    examples: ["salt '*' file.extract_hash /tmp/SHA256SUMS sha256 /etc/foo"],
    params: {
      hash_fn: needed.str("The file with the list."),
      hash_type: maybe.str("sha256", "The kind of checksum; empty for any."),
      file_name: maybe.str("", "The file that the checksum is for."),
      source: maybe.str("", "Where that file comes from."),
      source_hash_name: maybe.str(null, "Under which name the list has it."),
    },
    run: (args): Plain => {
      const wanted = {
        kind: args.hash_type ?? "",
        fileName: args.file_name ?? "",
        source: args.source ?? "",
        listedName: args.source_hash_name ?? "",
      };
      const found = extractHash(args.hash_fn, wanted);
      return found === undefined ? null : { ...found };
    },
  }),
  get_source_sum: fileFn({
    doc: "Checksum and kind that a `source_hash` means: a checksum, `kind=checksum`, or a file with a list.",
    examples: [
      "salt '*' file.get_source_sum /tmp/foo.tar.gz source_hash=md5=d41d8cd98f00b204e9800998ecf8427e",
    ],
    params: {
      file_name: maybe.str("", "The file that the checksum is for."),
      source: maybe.str("", "Where that file comes from."),
      source_hash: maybe.str(null, "The checksum, or where a list of them is."),
      source_hash_name: maybe.str(null, "Under which name the list has it."),
      saltenv: maybe.str("base", "The environment of a list on the master."),
      verify_ssl: maybe.bool(true, "Look at certificates when a list is fetched."),
    },
    run: (args, context) => sourceSum(args, context),
  }),
};

function kindAndValue(text: string): readonly [string, string] {
  const at = text.includes(":") ? text.indexOf(":") : text.indexOf("=");
  if (at !== -1) return [text.slice(0, at), text.slice(at + 1)];
  const kind = HASHES_BY_LENGTH.get(text.length);
  if (kind !== undefined) return [kind, text];
  const kinds = [...HASHES_BY_LENGTH].sort(([left], [right]) => left - right);
  const shown = kinds.map(([length, name]) => `${name} (${length})`).join(", ");
  throw new SaltInvocationError(
    `Hash ${text} (length: ${text.length}) could not be matched to a supported hash type. The supported hash types and lengths are: ${shown}`,
  );
}
