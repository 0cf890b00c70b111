/**
 * Key pairs on disk: `<name>.pem` for the owner only, `<name>.pub` beside it, in Salt's own forms.
 */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { KeyError } from "./algorithms.js";
import { PrivateKey } from "./private-key.js";

/** What `ensureKeyPair` needs to make a pair. */
export interface KeyPairOptions {
  /** Size of a new key. */
  readonly bits: number;
  /** Encrypts the private key file. */
  readonly passphrase?: string;
}

/** Reads `<dir>/<name>.pem`, through a symlink as 3008 makes them; undefined when there is none. Throws KeyError. */
export function readKeyPair(dir: string, name: string, passphrase?: string): PrivateKey | undefined {
  const path = join(dir, `${name}.pem`);
  const pem = readIfThere(path);
  if (pem === undefined) return undefined;
  try {
    return PrivateKey.fromPem(pem, passphrase);
  } catch (cause) {
    const hint =
      cause instanceof KeyError && cause.hint !== undefined ? cause.hint : "Replace or remove the file.";
    throw new KeyError(`${path}: ${cause instanceof KeyError ? cause.message : "the key cannot be read"}`, {
      cause,
      hint,
    });
  }
}

/** Writes both files, each whole or not at all and never readable by others meanwhile. The directory must be there. */
export function writeKeyPair(dir: string, name: string, key: PrivateKey, passphrase?: string): void {
  replaceFile(join(dir, `${name}.pem`), key.toPem(passphrase), 0o400);
  replaceFile(join(dir, `${name}.pub`), `${key.publicKey.pem}\n`, 0o644);
}

/** Reads the pair, or makes it when there is none; a missing `.pub` is written anew. Throws KeyError. */
export async function ensureKeyPair(dir: string, name: string, options: KeyPairOptions): Promise<PrivateKey> {
  const found = readKeyPair(dir, name, options.passphrase);
  if (found === undefined) {
    const made = await PrivateKey.generate(options.bits);
    writeKeyPair(dir, name, made, options.passphrase);
    return made;
  }
  const pub = join(dir, `${name}.pub`);
  if (readIfThere(pub) === undefined) replaceFile(pub, `${found.publicKey.pem}\n`, 0o644);
  return found;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return undefined;
    throw new KeyError(`${path} cannot be read (${errorCode(cause)})`, {
      cause,
      hint: "The account that runs this must own the file.",
    });
  }
}

/** Where the file really lies: a link is written through, never replaced. */
function target(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function replaceFile(path: string, text: string, mode: number): void {
  const real = target(path);
  const temporary = join(dirname(real), `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(file, text);
      fchmodSync(file, mode); // Whatever the umask.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, real);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new KeyError(`${path} cannot be written (${errorCode(cause)})`, {
      cause,
      hint: "Does its directory exist, and may this account write to it?",
    });
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
