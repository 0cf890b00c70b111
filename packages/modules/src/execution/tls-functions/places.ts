/**
 * Where the module `tls` keeps authorities, certificates and keys.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { plainValue } from "../program/run-program.js";

/** The name under which a job keeps a directory of its own; Salt's. */
const CONTEXTUAL = "ca.contextual_cert_base_path";

/** An authority and the files it has. */
export interface AuthorityPlace {
  readonly name: string;
  readonly base: string;
  /** The directory of the authority. */
  readonly dir: string;
  /** Its certificate and its key, without `.crt` and `.key`. */
  readonly stem: string;
  readonly certificate: string;
  readonly key: string;
}

/** Names an authority: what functions are given for it. */
export interface AuthorityWish {
  readonly ca_name: Value;
  readonly cacert_path?: Value;
  readonly ca_filename?: Value;
}

/** The directory that holds all authorities: what is given, what the job remembers, or what is configured. */
export async function basePath(given: Value, context: ExecutionContext): Promise<string> {
  if (isTruthy(given)) return pythonStr(given);
  const remembered = context.memory.get(CONTEXTUAL);
  if (typeof remembered === "string") return remembered;
  const configured = await context.call("config.option", [CONTEXTUAL]);
  return pythonStr(
    isTruthy(configured) ? configured : await context.call("config.option", ["ca.cert_base_path"]),
  );
}

/** Remembers a directory for the rest of the job, where one is given; answers with the one that counts. */
export async function rememberPath(given: Value, context: ExecutionContext): Promise<string> {
  if (isTruthy(given)) context.memory.set(CONTEXTUAL, pythonStr(given));
  return await basePath(null, context);
}

/** The files of an authority. Throws SaltInvocationError for names that are no file names. */
export async function authorityPlace(
  wish: AuthorityWish,
  context: ExecutionContext,
): Promise<AuthorityPlace> {
  const base = await rememberPath(wish.cacert_path ?? null, context);
  const name = fileName(wish.ca_name, "ca_name");
  const given = wish.ca_filename ?? null;
  const stem = isTruthy(given) ? fileName(given, "ca_filename") : `${name}_ca_cert`;
  const dir = `${base}/${name}`;
  return { name, base, dir, stem, certificate: `${dir}/${stem}.crt`, key: `${dir}/${stem}.key` };
}

/** A name that becomes part of a path: no path itself. Throws SaltInvocationError. */
export function fileName(value: Value, what: string): string {
  const name = plainValue(value, what);
  if (name !== "" && name !== "." && name !== ".." && !name.includes("/")) return name;
  throw new SaltInvocationError(`${what} ${JSON.stringify(name)} cannot be part of a file name`);
}

/** Makes a directory and those above it, where they are missing. */
export function makeDirectory(path: string): void {
  if (!existsSync(path)) mkdirSync(path, { recursive: true });
}

/** The bytes of a file; undefined when there is none, or it cannot be read, as Salt takes it. */
export function bytesIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "errno" in error) return undefined;
    throw error;
  }
}
