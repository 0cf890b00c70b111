/**
 * Keys and known hosts of SSH.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { recordingCommands } from "../testing/recording-commands.js";
import { expandTokens } from "./ssh-functions/paths.js";
import { fingerprintOf, fullKind, readKeys } from "./ssh-functions/public-keys.js";

const folder = mkdtempSync(join(tmpdir(), "ssh-"));
after(() => rmSync(folder, { recursive: true }));
const ME = userInfo().username;
const config = join(folder, "keys", "authorized");
const call = (name: string, args: readonly Plain[], kwargs: { readonly [name: string]: Plain } = {}) =>
  recordingCommands().context.call(`ssh.${name}`, args, kwargs);

describe("public keys", () => {
  it("are read with options and comments", () => {
    const path = join(folder, "some.keys");
    const lines = [
      'no-pty,from="1.2.3.4" ssh-rsa AAAA me and you',
      "# ssh-rsa BBBB",
      "junk",
      "ssh-dss CC!C x",
    ];
    writeFileSync(path, `${lines.join("\n")}\nsk-ssh-ed25519@openssh.com DDDD`);
    const keys = readKeys(path, null);
    assert.deepEqual([...keys.keys()], ["AAAA", "DDDD"]);
    assert.deepEqual(keys.get("AAAA")?.options, ["no-pty", 'from="1.2.3.4"']);
    assert.equal(keys.get("AAAA")?.comment, "me and you");
    assert.equal(fingerprintOf("AAAA", "md5"), "69:3e:9a:f8:4d:3d:fc:c7:1e:64:0e:00:5b:dc:5e:2e");
    assert.throws(() => fingerprintOf("AAAA", "bogus"), /bogus is not supported/);
    assert.equal(fullKind("ecdsa"), "ecdsa-sha2-nistp256");
    assert.throws(() => fullKind("bogus"), /Incorrect encryption key type/);
  });

  it("have places with tokens", () => {
    assert.equal(expandTokens("%h/x/%u%%", "me", "/home/me"), "/home/me/x/me%");
    assert.throws(() => expandTokens("%z", "", ""), /unknown token/);
    assert.throws(() => expandTokens("a%", "", ""), /Last character/);
  });
});

describe("keys that let others in", () => {
  it("are added, changed and removed", async () => {
    const kwargs = { config, comment: "hi" };
    assert.equal(await call("set_auth_key", [ME, "AAAA"], kwargs), "new");
    assert.equal(statSync(config).mode & 0o777, 0o600);
    assert.equal(await call("set_auth_key", [ME, "AAAA"], kwargs), "no change");
    assert.equal(await call("set_auth_key", [ME, "AAAA"], { ...kwargs, options: ["no-pty"] }), "replace");
    assert.equal(readFileSync(config, "utf8"), "no-pty ssh-rsa AAAA hi\n");
    assert.equal(await call("rm_auth_key", [ME, "AAAA", config]), "Key removed");
    assert.equal(readFileSync(config, "utf8"), "");
  });

  it("take no second line and no option", async () => {
    const bad = [{ comment: "x\nssh-rsa BBBB" }, { options: ["a\nssh-rsa BBBB"] }];
    for (const kwargs of bad)
      await assert.rejects(call("set_auth_key", [ME, "AAAA"], { config, ...kwargs }), SaltInvocationError);
    assert.equal(await call("set_auth_key", [ME, "AAAA BBBB"], { config }), "invalid");
    await assert.rejects(call("set_auth_key", ["-x", "AAAA"], { config }), SaltInvocationError);
  });
});

describe("known hosts", () => {
  const path = join(folder, "known", "hosts");
  const kwargs = { config: path, enc: "ssh-rsa", hash_known_hosts: false };

  it("are added by a key, in place of the lines before", async () => {
    mkdirSync(join(folder, "known"));
    writeFileSync(path, "other ssh-rsa ZZZZ\nh1 ssh-rsa OLD=\n");
    const found = ["# Host h1 found: line 2 ", "h1 ssh-rsa T0xE"].join("\n");
    const { context } = recordingCommands((words) => (words.includes("-F") ? { stdout: found } : {}));
    const done = await context.call("ssh.set_known_host", [null, "h1"], { ...kwargs, key: "AAAA" });
    assert.deepEqual((done as ReadonlyMap<string, unknown>).get("status"), "updated");
    assert.equal(readFileSync(path, "utf8"), "other ssh-rsa ZZZZ\nh1 ssh-rsa AAAA\n");
    assert.equal(
      await context.call("ssh.check_known_host", [null, "h1"], { config: path, key: "T0xE" }),
      "exists",
    );
    assert.equal(
      await context.call("ssh.check_known_host", [null, "h1"], { config: path, key: "AAAA" }),
      "update",
    );
  });

  it("say what is wrong", async () => {
    assert.deepEqual(
      await call("check_known_host", []),
      dict({ status: "error", error: "hostname argument required" }),
    );
    const port = { ...kwargs, port: 2222, hash_known_hosts: true };
    assert.match(
      JSON.stringify([...((await call("set_known_host", [null, "h"], port)) as Map<string, string>)]),
      /port can not/,
    );
    await assert.rejects(call("recv_known_host_entries", ["-D1"]), SaltInvocationError);
  });
});
