/**
 * Keys and frames recorded from real Salt, a configuration, and a directory, for tests of signing in. Not exported.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Clock, Value } from "@salt/core";
import { defaultsOf, get, getString, minionOptions, parseJson } from "@salt/core";
import { PrivateKey, writeKeyPair } from "@salt/wire";
import type { SignInConfig } from "../config.js";
import { MinionKeys } from "../minion-keys.js";

/** The JSON of `test/vectors/<name>`. */
export function recorded(name: string): Value {
  return parseJson(readFileSync(new URL(`../../../../../test/vectors/${name}`, import.meta.url), "utf8"));
}

/** A key pair of the vectors: making new ones takes too long. */
export function vectorKey(name: "master" | "minion" | "master_sign"): PrivateKey {
  return PrivateKey.fromPem(getString(get(recorded("keys.json"), name), "privatePem") ?? "");
}

/** A directory that is removed after the test. */
export function scratch(t: Pick<TestContext, "after">): string {
  const dir = mkdtempSync(join(tmpdir(), "si-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The keys of the recorded minion, in a directory of their own. */
export async function minionKeys(dir: string): Promise<MinionKeys> {
  const pki = join(dir, "pki");
  mkdirSync(pki, { mode: 0o700 });
  writeKeyPair(pki, "minion", vectorKey("minion"));
  return await MinionKeys.open({ pki_dir: pki, keysize: 2048 });
}

/** The defaults of a minion, changed. */
export function signInConfig(changes: Partial<SignInConfig> = {}): SignInConfig {
  return { ...defaultsOf(minionOptions), master: "master1", ...changes };
}

/** A clock that stands still until it is told otherwise. */
export class FakeClock implements Clock {
  time = Date.UTC(2026, 0, 2, 3, 4, 5);

  now(): number {
    return this.time;
  }
}
