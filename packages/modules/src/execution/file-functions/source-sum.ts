/**
 * What a `source_hash` means.
 */
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr } from "@salt/core";
import { HASH_LENGTHS, HASHES_BY_LENGTH } from "./hash-file.js";
import { baseName } from "./paths.js";
import { textOf } from "./text-file.js";

/** Where sources may come from. */
export const VALID_PROTOS: readonly string[] = ["salt", "file", "http", "https", "ftp", "swift", "s3"];

/** A checksum and its kind. */
export interface SourceSum {
  readonly hsum: string;
  readonly hash_type: string;
}

/** What is looked for in a list of checksums. */
export interface WantedHash {
  /** Empty for any. */
  readonly kind: string;
  readonly fileName: string;
  readonly source: string;
  readonly listedName: string;
}

/** The arguments of `file.get_source_sum`. */
export interface SourceSumRequest {
  readonly file_name: string | null;
  readonly source: string | null;
  readonly source_hash: string | null;
  readonly source_hash_name: string | null;
  readonly saltenv: string | null;
  readonly verify_ssl: boolean;
}

/** The scheme of a URL; empty for a path. */
export function schemeOf(url: string): string {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase() ?? "";
}

/** A URL for messages, without user and password. */
export function withoutPassword(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/, "$1<redacted>@");
}

/** Checksum and kind for a source. Throws CommandExecutionError when the `source_hash` makes no sense. */
export async function sourceSum(
  request: SourceSumRequest,
  context: ExecutionContext,
): Promise<{ [key: string]: string }> {
  const given = request.source_hash ?? "";
  const list = await listFile(given, request, context);
  if (list === undefined) return { ...statedSum(given) };
  const found = extractHash(list, {
    kind: "",
    fileName: request.file_name ?? "",
    source: request.source ?? "",
    listedName: request.source_hash_name ?? "",
  });
  if (found === undefined) throw formatFault(given);
  return { hsum: found.hsum.toLowerCase(), hash_type: found.hash_type };
}

async function listFile(
  given: string,
  { saltenv, verify_ssl }: SourceSumRequest,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (isAbsolute(given)) return given;
  const scheme = schemeOf(given);
  if (scheme === "") return undefined;
  if (!VALID_PROTOS.includes(scheme)) throw formatFault(given);
  const cached = await context.call("cp.cache_file", [given, saltenv], { verify_ssl });
  if (isTruthy(cached)) return pythonStr(cached);
  throw new CommandExecutionError(`Source hash file ${withoutPassword(given)} not found`);
}

/** A checksum as it stands, with its kind before `=` or by its length. */
function statedSum(given: string): SourceSum {
  const at = given.indexOf("=");
  const hsum = (at === -1 ? given : given.slice(at + 1)).trim();
  const kind = at === -1 ? HASHES_BY_LENGTH.get(hsum.length) : given.slice(0, at).trim();
  if (kind === undefined || (at === -1 && !/^[0-9A-Fa-f]+$/.test(hsum))) throw formatFault(given);
  const length = HASH_LENGTHS.get(kind);
  if (length === undefined) {
    throw new CommandExecutionError(
      `Invalid hash type '${kind}'. Supported hash types are: ${[...HASH_LENGTHS.keys()].join(", ")}. Either remove the hash type and simply use '${hsum}' as the source_hash, or change the hash type to a supported type.`,
    );
  }
  const byLength = HASHES_BY_LENGTH.get(hsum.length);
  if (byLength === undefined) throw formatFault(given);
  if (byLength !== kind) {
    throw new CommandExecutionError(
      `Invalid length (${hsum.length}) for hash type '${kind}'. Either remove the hash type and simply use '${hsum}' as the source_hash, or change the hash type to '${byLength}'`,
    );
  }
  return { hsum: hsum.toLowerCase(), hash_type: kind };
}

function formatFault(given: string): CommandExecutionError {
  const kinds = [...HASHES_BY_LENGTH].sort(([left], [right]) => left - right);
  const shown = kinds.map(([length, name]) => `${name} (${length})`).join(", ");
  return new CommandExecutionError(
    `Source hash ${withoutPassword(given)} format is invalid. The supported formats are: 1) a hash, 2) an expression in the format <hash_type>=<hash>, or 3) either a path to a local file containing hashes, or a URI of a remote hash file. Supported protocols for remote hash files are: ${VALID_PROTOS.join(", ")}. The hash may also not be of a valid length, the following are supported hash types and lengths: ${shown}.`,
  );
}

/** The checksum in a list: for the listed name, the file, the source, or else the first of a fitting length. */
export function extractHash(list: string, wanted: WantedHash): SourceSum | undefined {
  const length = HASH_LENGTHS.get(wanted.kind);
  const lengths = length === undefined ? "32,128" : String(length);
  const pattern = new RegExp(`(?<![a-z0-9])([a-f0-9]{${lengths}})(?![a-z0-9])`, "i");
  const [byName, byFile, bySource]: SourceSum[][] = [[], [], []];
  let first: SourceSum | undefined;
  const sourceName = baseName(wanted.source.replace(/^[a-z0-9+.-]+:\/\//i, "").replace(/[?#].*$/, ""));
  for (const raw of textOf(readFileSync(list)).split("\n")) {
    const line = raw.trim();
    const hsum = pattern.exec(line)?.[1] ?? "";
    const hash_type = HASHES_BY_LENGTH.get(hsum.length);
    if (hash_type === undefined) continue;
    const sum = { hsum, hash_type };
    first ??= sum;
    if (isFor(line, wanted.listedName, wanted.listedName, /\s/)) byName?.push(sum);
    if (isFor(line, baseName(wanted.fileName), wanted.fileName, /[\s\\/*]/)) byFile?.push(sum);
    if (isFor(line, sourceName, wanted.source, /[\s\\/*]/)) bySource?.push(sum);
  }
  return byName?.[0] ?? byFile?.[0] ?? bySource?.[0] ?? first;
}

/** Whether a line ends with a name, after a separator, or begins with its full form. */
function isFor(line: string, name: string, full: string, separator: RegExp): boolean {
  if (name === "") return false;
  if (line.endsWith(name)) return separator.test(line.at(-name.length - 1) ?? "");
  return line.startsWith(full) && /^\s/.test(line.slice(full.length));
}
