/**
 * An archive of a release: is it the one that was meant, and does it start here.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import { programPath, runProgram } from "../execution/program/run-program.js";
import type { Installation } from "./installation.js";
import { versionIn } from "./installation.js";

/** An archive that lies on this machine. */
export interface ReleaseArchive {
  readonly version: string;
  readonly path: string;
}

/** Compares an archive with the line that `sha256sum` writes. Throws CommandExecutionError when they differ. */
export async function checkSum(archive: ReleaseArchive, line: string): Promise<void> {
  const wanted = /^([0-9a-f]{64})(\s|$)/.exec(line)?.[1];
  const hash = createHash("sha256");
  await pipeline(createReadStream(archive.path), hash);
  const found: string = hash.digest("hex");
  if (wanted === found) return;
  throw new CommandExecutionError(
    wanted === undefined
      ? `The checksum of ${archive.version} is no SHA-256.`
      : `The archive of ${archive.version} has the SHA-256 ${found}, not ${wanted}.`,
    { hint: "Put the archive and its .sha256 into the file server anew." },
  );
}

/** Checks a detached signature of a whole archive, by Ed25519, or RSA with SHA-256. Throws CommandExecutionError. */
export function checkSignature(archive: ReleaseArchive, signature: Uint8Array, publicKey: string): void {
  const key = createPublicKey(publicKey);
  const digest = key.asymmetricKeyType === "rsa" ? "sha256" : null;
  if (verify(digest, readFileSync(archive.path), key, signature)) return;
  throw new CommandExecutionError(
    `The signature of the archive of ${archive.version} is not by the key that this minion trusts.`,
  );
}

/**
 * Unpacks an archive beside the other releases, under its name only when it is whole, says its version and starts.
 * A release that is there already is only asked whether it starts. Throws CommandExecutionError.
 */
export async function unpackRelease(
  archive: ReleaseArchive,
  { prefix }: Installation,
  context: ExecutionContext,
): Promise<void> {
  const release = join(prefix, archive.version);
  if (existsSync(release)) return await checkStart(release, archive.version, context);
  const fresh = join(prefix, `${archive.version}.new`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o755 });
  try {
    await must(
      [programPath("tar"), "-xzf", archive.path, "-C", fresh, "--strip-components=1", "--no-same-owner"],
      context,
    );
    await checkStart(fresh, archive.version, context);
    renameSync(fresh, release);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function checkStart(release: string, version: string, context: ExecutionContext): Promise<void> {
  const said = existsSync(join(release, "VERSION")) ? versionIn(release) : "nothing";
  if (said !== version) throw new CommandExecutionError(`The archive of ${version} says it is ${said}.`);
  const answer = await must([join(release, "bin", "salt-minion"), "--version"], context);
  if (answer.startsWith(`salt-minion ${version} `)) return;
  throw new CommandExecutionError(`The minion of ${version} says: ${answer.slice(0, 200)}`);
}

async function must(words: readonly string[], context: ExecutionContext): Promise<string> {
  const { retcode, stdout, stderr } = await runProgram(words, context);
  if (retcode === 0) return stdout;
  throw new CommandExecutionError(
    `${words[0]} ended with status ${retcode}: ${(stderr || stdout).slice(0, 400)}`,
  );
}
