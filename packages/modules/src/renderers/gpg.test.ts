/** PGP messages within data. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict, type Plain, type TemplateFiles } from "@salt/core";
import { Renderers } from "@salt/render";
import { findProgram } from "../execution/cmd/programs.js";
import { fakeContext } from "../testing/execution-context.js";

const files: TemplateFiles = { read: async () => undefined };
const MESSAGE = "-----BEGIN PGP MESSAGE-----\n\nnonsense\n-----END PGP MESSAGE-----";

function rendered(source: string, opts: Record<string, Plain>): Promise<unknown> {
  const { context } = fakeContext({ opts: dict(opts) });
  return new Renderers({ context, files }).render({
    source,
    saltenv: "base",
    path: "/a.sls",
    pipe: "yaml|gpg",
  });
}

/** A message in YAML's block form. */
function yamlOf(message: string): string {
  return `a: |\n${message.replace(/^/gm, "  ")}\nb: [1, plain]\n`;
}

const hasGpg = findProgram("gpg") !== undefined;

test("what cannot be decrypted stays, or is refused without a word of it", async (t) => {
  const keys = mkdtempSync(join(tmpdir(), "gpg-"));
  t.after(() => rmSync(keys, { recursive: true, force: true }));
  const source = yamlOf(MESSAGE);
  const must = { gpg_keydir: keys, gpg_decrypt_must_succeed: true };
  if (!hasGpg) {
    await assert.rejects(rendered(source, {}), /GPG unavailable/);
    return;
  }
  assert.deepEqual(await rendered(source, { gpg_keydir: keys }), dict({ a: MESSAGE, b: [1, "plain"] }));
  await assert.rejects(rendered(source, must), (error: Error) => {
    assert.match(error.message, /^Could not decrypt cipher/);
    assert.doesNotMatch(error.message, /nonsense/);
    return true;
  });
});

test("messages are decrypted with the keys of the directory", async (t) => {
  if (!hasGpg) return;
  const keys = mkdtempSync(join(tmpdir(), "gpg-"));
  t.after(() => {
    spawnSync("gpgconf", ["--homedir", keys, "--kill", "all"]);
    rmSync(keys, { recursive: true, force: true });
  });
  const gpg = (words: readonly string[], input = ""): string =>
    spawnSync("gpg", ["--homedir", keys, "--batch", "--no-tty", ...words], { input, encoding: "utf8" })
      .stdout;
  gpg(["--passphrase", "", "--quick-generate-key", "test@example.com", "default", "default", "never"]);
  const message = gpg(["--trust-model", "always", "--armor", "-e", "-r", "test@example.com"], "se cret\n");
  assert.match(message, /BEGIN PGP MESSAGE/);
  assert.deepEqual(
    await rendered(yamlOf(message.trim()), { gpg_keydir: keys }),
    dict({ a: "se cret", b: [1, "plain"] }),
  );
});
