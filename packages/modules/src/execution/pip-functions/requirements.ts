/**
 * Files of requirements for pip.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { wordList } from "./run-pip.js";

/** A call that installs or removes. */
export interface ChangeCall {
  readonly bin_env: string | null;
  readonly user: string | null;
  readonly cwd: string | null;
  readonly saltenv: string | null;
  readonly use_vt: boolean;
  readonly requirements: Value;
  readonly env_vars?: Value;
}

/** Lends files of requirements; those of the master are copied where the account can read them. */
export async function withRequirements(
  call: ChangeCall,
  context: ExecutionContext,
  use: (words: readonly string[]) => Promise<Value>,
): Promise<Plain> {
  const folder = mkdtempSync(join(tmpdir(), "pip-"));
  try {
    const words: string[] = [];
    for (const given of wordList(call.requirements, "requirements")) {
      const file = await requirementsFile(given, call, folder, context);
      if (file === undefined) return { result: false, comment: `pip requirements file '${given}' not found` };
      words.push("--requirement", file);
    }
    return await use(words);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function requirementsFile(
  given: string,
  call: ChangeCall,
  folder: string,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (!given.startsWith("salt://")) return given;
  const cached = await context.call("cp.cache_file", [given, call.saltenv]);
  if (typeof cached !== "string" || cached === "") return undefined;
  if (call.user === null) return cached;
  const copy = join(folder, basename(cached));
  await context.call("file.copy", [cached, copy]);
  for (const path of [folder, copy]) await context.call("file.chown", [path, call.user, null]);
  return copy;
}
