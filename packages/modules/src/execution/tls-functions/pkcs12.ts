/**
 * PKCS#12: a certificate, its key and its authority in one file, by the program openssl.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr, SaltInvocationError, writeFileAtomic } from "@salt/core";
import { programPath, runProgram } from "../program/run-program.js";
import { authorityPlace, fileName } from "./places.js";

/** What is to be put into one file. */
export interface BundleWish {
  readonly ca_name: Value;
  readonly CN: Value;
  readonly passphrase: Value;
  readonly cacert_path: Value;
  readonly replace: boolean;
}

/** Writes the file; gives Salt's sentence about it. Throws CommandExecutionError. */
export async function makeBundle(wish: BundleWish, context: ExecutionContext): Promise<string> {
  const place = await authorityPlace({ ca_name: wish.ca_name, cacert_path: wish.cacert_path }, context);
  const name = fileName(wish.CN, "CN");
  const stem = `${place.dir}/certs/${name}`;
  if (!wish.replace && existsSync(`${stem}.p12`)) return `Certificate "${name}" already exists`;
  if (!existsSync(place.certificate)) return `There is no CA named "${place.name}"`;
  if (!existsSync(`${stem}.crt`) || !existsSync(`${stem}.key`))
    return `There is no certificate that matches the CN "${name}"`;
  // A directory that only its owner can enter: the program makes the file by its own rules.
  const work = mkdtempSync(join(place.dir, "certs", ".p12-"));
  try {
    const made = join(work, "made.p12");
    await runOpenssl(bundleWords(stem, place.certificate, name, made), wish.passphrase, context);
    writeFileAtomic(`${stem}.p12`, readFileSync(made), { mode: 0o600 });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return `Created PKCS#12 Certificate for "${name}": "${stem}.p12"`;
}

function bundleWords(stem: string, authority: string, name: string, out: string): readonly string[] {
  const files = ["-in", `${stem}.crt`, "-inkey", `${stem}.key`, "-certfile", authority, "-out", out];
  return ["pkcs12", "-export", "-name", name, ...files, "-passout", "stdin"];
}

/** The passphrase goes in on standard input; without one, nothing is encrypted. */
async function runOpenssl(
  words: readonly string[],
  passphrase: Value,
  context: ExecutionContext,
): Promise<void> {
  const secret = isTruthy(passphrase) ? pythonStr(passphrase) : "";
  if (/[\n\r\0]/.test(secret)) throw new SaltInvocationError("passphrase holds line breaks or NUL");
  const open = secret === "" ? ["-keypbe", "NONE", "-certpbe", "NONE"] : [];
  const told = await runProgram([programPath("openssl"), ...words, ...open], context, {
    stdin: `${secret}\n`,
    output_loglevel: "quiet",
  });
  if (told.retcode !== 0) throw new CommandExecutionError(`openssl pkcs12 failed: ${told.stderr}`);
}
