/**
 * Requests to the file server, with their replies checked.
 */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Dict, Value } from "@salt/core";
import { dict, get, getString, isDict, isInt, isList, MalformedError } from "@salt/core";
import { unescaped } from "./salt-url.js";

/** Sends a request to whoever has the files: the master, or this machine itself. */
export type FileRequest = (load: Dict) => Promise<Value>;

/** A file as the file server knows it. */
export interface RemoteFile {
  readonly path: string;
  readonly saltenv: string;
}

/** What the file server says of a file. */
export interface FileState {
  /** As it came: `hash_type` and `hsum`. */
  readonly hash: Dict;
  readonly hashType: string;
  readonly hsum: string;
  /** Bytes; undefined when the file server does not tell. */
  readonly size: number | undefined;
  /** Type and permission bits. */
  readonly mode: number | undefined;
}

/** Digests that may be asked for. */
const HASH_TYPES: ReadonlySet<string> = new Set(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]);
/** The largest piece, in bytes, whatever a compressed one pretends to hold. */
const MAX_PIECE = 64 * 1024 * 1024;

/** Digest and state of a file; undefined when there is no such file. Throws what the request throws. */
export async function stateOf(request: FileRequest, file: RemoteFile): Promise<FileState | undefined> {
  const reply = await request(load("_file_hash_and_stat", file));
  const [hash, stat] = isList(reply) ? reply : [];
  const hashType = getString(hash, "hash_type");
  const hsum = getString(hash, "hsum");
  if (!isDict(hash) || hashType === undefined || hsum === undefined || !HASH_TYPES.has(hashType))
    return undefined;
  const part = (index: number): number | undefined => {
    const value = isList(stat) ? stat[index] : undefined;
    return isInt(value) ? Number(value) : undefined;
  };
  return { hash, hashType, hsum, size: part(6), mode: part(0) };
}

/** A piece of a file. */
export interface Piece {
  readonly data: Uint8Array;
  /** Empty when there is no such file. */
  readonly dest: string;
}

/** The piece of a file that begins at `loc`; empty behind the end. Throws what the request throws, MalformedError. */
export async function pieceOf(
  request: FileRequest,
  file: RemoteFile,
  loc: number,
  gzip: number | undefined,
): Promise<Piece> {
  const asked = gzip === undefined ? {} : { gzip };
  const reply = await request(dict([...load("_serve_file", file), ...Object.entries({ loc, ...asked })]));
  const data = bytesOf(get(reply, "data"));
  const dest = getString(reply, "dest");
  if (data === undefined || dest === undefined)
    throw new MalformedError("the file server's answer has no data", {
      hint: "Look into the master's log: it may not be able to read the file.",
    });
  if (data.length === 0 || !isInt(get(reply, "gzip"))) return { data, dest };
  return { data: await promisify(gunzip)(data, { maxOutputLength: MAX_PIECE }), dest };
}

/** Names that an environment has. Throws what the request throws. */
export async function namesOf(
  request: FileRequest,
  cmd: "_file_list" | "_file_list_emptydirs" | "_dir_list",
  saltenv: string,
  prefix: string,
): Promise<readonly string[]> {
  const reply = await request(dict({ cmd, saltenv, prefix }));
  return isList(reply) ? reply.filter((name) => typeof name === "string") : [];
}

function load(cmd: string, { path, saltenv }: RemoteFile): Dict {
  return dict({ cmd, path, saltenv });
}

function bytesOf(value: Value | undefined): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === "string" ? Buffer.from(value) : undefined;
}

/** The last name of a path. */
export function baseName(path: string): string {
  return unescaped(path).split("/").at(-1) ?? "";
}
