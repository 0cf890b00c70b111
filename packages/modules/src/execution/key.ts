/**
 * Fingerprints of the minion's key and of its master's.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  getString,
  maybe,
  SaltInvocationError,
} from "@salt/core";

const hash_type = maybe.str(null, "The hash; the option `hash_type` unless given.");

export const key = executionModule("key", {
  doc: "Fingerprints of the minion's key and of its master's.",
  functions: {
    finger: fn({
      doc: "The fingerprint of the minion's public key, as salt-key -F shows it; empty when there is no key yet.",
      examples: ["salt '*' key.finger"],
      params: { hash_type },
      run: (args, { opts }) => fingerprint("minion.pub", args.hash_type, opts),
    }),
    finger_master: fn({
      doc: "The fingerprint of the master's public key, as the minion has it; empty before the first sign-in.",
      examples: ["salt '*' key.finger_master"],
      params: { hash_type },
      run: (args, { opts }) => fingerprint("minion_master.pub", args.hash_type, opts),
    }),
  },
});

/** The digest of the lines between the first and the last, in pairs of digits. */
function fingerprint(file: string, given: string | null, opts: Dict): string {
  const folder = getString(opts, "pki_dir");
  if (folder === undefined) throw new CommandExecutionError("The option pki_dir is not set");
  const path = join(folder, file);
  if (!existsSync(path)) return "";
  const hash = given ?? getString(opts, "hash_type") ?? "sha256";
  if (!/^(md5|sha\d+)$/.test(hash))
    throw new SaltInvocationError(`hash_type: ${hash} is no hash for fingerprints`);
  const lines = readFileSync(path, "latin1").split(/\r?\n/);
  const body = lines.filter((line) => line.trim() !== "").slice(1, -1);
  const digest = createHash(hash)
    .update(body.map((line) => `${line}\n`).join(""), "latin1")
    .digest("hex");
  return (digest.match(/../g) ?? []).join(":");
}
