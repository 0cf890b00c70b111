/**
 * The repositories of this machine: `spm.repos` and `spm.repos.d/*.repo`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Dict } from "@salt/core";
import { ConfigError, errorText, get, getString, isDict, parseYaml, YamlError } from "@salt/core";

/** A repository. */
export interface Repository {
  readonly name: string;
  readonly url: URL;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Whether metadata must be signed and packages have the checksums that were signed. */
  readonly verify: boolean;
  /** The key that signatures are checked with: a PEM file. */
  readonly publicKey: string | undefined;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const SCHEMES = ["file:", "http:", "https:"];

/** Reads all repositories that are enabled, in the order of their files. Throws ConfigError with file and repository. */
export function readRepositories(file: string): readonly Repository[] {
  const found = new Map<string, Repository>();
  for (const path of filesOf(file)) {
    for (const [name, about] of contentOf(path)) {
      if (typeof name !== "string" || !NAME.test(name))
        throw fault(path, `${JSON.stringify(String(name).slice(0, 80))} may not be the name of a repository`);
      if (!isDict(about)) throw fault(path, `repository ${name} must have options as 'name: value'`);
      if (get(about, "enabled") !== false) found.set(name, repository(path, name, about));
    }
  }
  return [...found.values()];
}

function filesOf(file: string): readonly string[] {
  return [file, ...repoFiles(`${file}.d`)];
}

function repoFiles(dir: string): readonly string[] {
  try {
    const names = readdirSync(dir, { recursive: true, encoding: "utf8" });
    return names
      .filter((name) => name.endsWith(".repo"))
      .sort()
      .map((name) => join(dir, name));
  } catch {
    return []; // There need not be any.
  }
}

function contentOf(path: string): Dict {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw fault(path, `it cannot be read: ${errorText(error)}`);
  }
  try {
    const value = parseYaml(text);
    if (value === null) return new Map();
    if (isDict(value)) return value;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw fault(path, `line ${error.line}, column ${error.column}: ${error.message}`);
  }
  throw fault(path, "it must hold repositories as 'name: {url: …}'");
}

function repository(path: string, name: string, about: Dict): Repository {
  const address = getString(about, "url");
  const url = address === undefined || !URL.canParse(address) ? undefined : new URL(address);
  if (url === undefined || !SCHEMES.includes(url.protocol))
    throw fault(path, `repository ${name} needs a 'url' that begins with file://, http:// or https://`);
  const username = getString(about, "username");
  const password = getString(about, "password");
  if (username !== undefined && password === undefined)
    throw fault(
      path,
      `repository ${name}: Auth defined, but password is not set for username: '${username}'`,
    );
  const verify = get(about, "verify") === true;
  const key = getString(about, "public_key");
  if (verify && key === undefined)
    throw fault(path, `repository ${name} has 'verify' and needs a 'public_key'`);
  const publicKey = key === undefined ? undefined : resolve(dirname(path), key);
  return { name, url, username, password, verify, publicKey };
}

function fault(path: string, what: string): ConfigError {
  return new ConfigError(`${path}: ${what}`, {
    hint: "Correct the file, or set 'enabled: false' in the repository.",
  });
}
