/** Who a command speaks as. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import { defaultsOf, masterOptions } from "@salt/core";
import { builtinPlugins } from "@salt/modules";
import { fakeTerminal } from "../../print/testing.js";
import { CommandError } from "../command-error.js";
import { Settings } from "../settings.js";
import { AUTH_SYSTEMS } from "./auth-names.js";
import { externalLogin } from "./external-login.js";
import { readToken, tokenPath, writeToken } from "./token-file.js";

function setup(t: TestContext, given: Readonly<Record<string, unknown>>, answers: readonly string[] = []) {
  const dir = mkdtempSync(join(tmpdir(), "login-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const token_file = join(dir, "token");
  const config = { ...defaultsOf(masterOptions), cachedir: join(dir, "cache"), token_file };
  mkdirSync(config.cachedir);
  const terminal = fakeTerminal({ answers });
  const settings = new Settings({ options: given, given: new Set(Object.keys(given)) }, new Map());
  const login = (user = "ann") => externalLogin({ config, opts: new Map(), settings, user, terminal });
  return { dir, config, terminal, login, token_file };
}

describe("externalLogin", () => {
  test("asks for what was not given, and shows no password", async (t) => {
    const { login, terminal } = setup(t, { eauth: "pam" }, ["bob", "secret"]);
    assert.deepEqual(await login(), { eauth: "pam", username: "bob", password: "secret" });
    assert.deepEqual(terminal.written, ["username: "]);
    assert.deepEqual(terminal.complaints, ["password: "]);
  });

  test("an empty name is that of the account", async (t) => {
    const { login } = setup(t, { eauth: "pam", password: "x" }, [""]);
    assert.deepEqual(await login(), { eauth: "pam", username: "ann", password: "x" });
  });

  test("a system that nobody has ends with Salt's status, before anything is asked", async (t) => {
    const { login, terminal } = setup(t, { eauth: "nosuch" });
    await assert.rejects(login(), (error: unknown) => error instanceof CommandError && error.exitCode === 2);
    assert.match(
      terminal.written.join(""),
      /"nosuch" is not available\nAvailable eauth types: auto, .*yubico\n$/,
    );
  });

  test("options that mean nothing without a system are refused", async (t) => {
    for (const option of ["mktoken", "username", "password"]) {
      await assert.rejects(setup(t, { [option]: "x" }).login(), CommandError);
    }
  });

  test("a kept token is used only by an account without a key", async (t) => {
    const { login, token_file, config } = setup(t, {});
    assert.equal(await login(), undefined);
    writeToken(token_file, "abc");
    assert.equal(statSync(token_file).mode & 0o777, 0o600);
    assert.deepEqual(await login(), { token: "abc" });
    assert.equal(await login("root"), undefined);
    assert.equal(await login("sudo_ann"), undefined);
    writeFileSync(join(config.cachedir, ".ann_key"), "key");
    assert.equal(await login(), undefined);
  });

  test("with -a a kept token counts for nothing", async (t) => {
    const { login, token_file } = setup(t, { eauth: "pam", username: "bob", password: "x" });
    writeToken(token_file, "abc");
    assert.deepEqual(await login(), { eauth: "pam", username: "bob", password: "x" });
  });
});

describe("the token's file", () => {
  test("is where Salt has it", (t) => {
    const { dir } = setup(t, {});
    const config = { token_file: "", token_expire: 60 };
    assert.equal(tokenPath(config, {}, dir), join(dir, "salt_token"));
    mkdirSync(join(dir, ".config", "salt"), { recursive: true });
    assert.equal(tokenPath(config, {}, dir), join(dir, ".config", "salt", "salt_token"));
    assert.equal(tokenPath({ ...config, token_file: "~/mine" }, {}, dir), join(dir, "mine"));
  });

  test("is not read when it is too old", (t) => {
    const { token_file } = setup(t, {});
    writeToken(token_file, "abc\n");
    utimesSync(token_file, 1000, 1000);
    const config = { token_file, token_expire: 60 };
    assert.equal(readToken(token_file, config, 1_059_000), "abc");
    assert.equal(readToken(token_file, config, 1_060_000), undefined);
  });
});

test("the names of systems are those of the catalog", () => {
  assert.deepEqual(
    builtinPlugins
      .ofKind("auth")
      .map(({ name }) => name)
      .sort(),
    AUTH_SYSTEMS,
  );
});
