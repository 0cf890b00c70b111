/**
 * Files of names and passwords, as the auth system `file` is told to read them.
 */
import { readFile, stat } from "node:fs/promises";
import type { Value } from "@salt/core";
import { ConfigError, isInt } from "@salt/core";

/** The forms of such a file. */
export type FileType = "text" | "htpasswd" | "htdigest";

/** Where passwords lie and in which form. */
export interface PasswordFile {
  readonly path: string;
  readonly type: FileType;
  /** `plaintext`, or the digest that passwords are kept as; for type `text` only. */
  readonly hashType: string;
  readonly separator: string;
  /** Fields of a line, from 0. */
  readonly nameField: number;
  readonly passwordField: number;
  /** The realm of `htdigest`. */
  readonly realm: string | undefined;
}

const TYPES: readonly FileType[] = ["text", "htpasswd", "htdigest"];
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads the settings of the system. Throws ConfigError. */
export function passwordFileOf(settings: ReadonlyMap<string, Value>): PasswordFile {
  const path = settings.get("filename");
  if (typeof path !== "string" || path === "") throw wrong("needs ^filename, the file with the passwords");
  const type = TYPES.find((known) => known === (settings.get("filetype") ?? "text"));
  if (type === undefined) throw wrong(`knows the ^filetype ${TYPES.join(", ")} only`);
  const realm = settings.get("realm");
  if (type === "htdigest" && typeof realm !== "string") throw wrong("needs ^realm for htdigest");
  return {
    path,
    type,
    hashType: text(settings, "hashtype", "plaintext"),
    separator: text(settings, "field_separator", ":"),
    nameField: fieldOf(settings, "username_field", 1),
    passwordField: fieldOf(settings, "password_field", 2),
    realm: typeof realm === "string" ? realm : undefined,
  };
}

/** The lines of a password file. Throws ConfigError when it cannot be read or is too large. */
export async function passwordLines(path: string): Promise<readonly string[]> {
  try {
    if ((await stat(path)).size > MAX_BYTES) throw wrong(`does not read ${path}: it is too large`);
    return (await readFile(path, "utf8")).split("\n").map((line) => line.trim());
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw wrong(`cannot read ${path}`, error);
  }
}

function text(settings: ReadonlyMap<string, Value>, name: string, fallback: string): string {
  const value = settings.get(name) ?? fallback;
  if (typeof value !== "string" || value === "") throw wrong(`needs a text for ^${name}`);
  return value;
}

function fieldOf(settings: ReadonlyMap<string, Value>, name: string, fallback: number): number {
  const value = settings.get(name) ?? fallback;
  const number = typeof value === "string" ? Number(value) : isInt(value) ? Number(value) : Number.NaN;
  if (!Number.isInteger(number) || number < 1) throw wrong(`needs a number from 1 for ^${name}`);
  return number - 1;
}

function wrong(what: string, cause?: unknown): ConfigError {
  return new ConfigError(`The auth system file ${what}`, { cause });
}
