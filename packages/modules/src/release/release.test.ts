import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";
import { checkedVersion, installationOf } from "./installation.js";
import { checkSignature, checkSum } from "./release-archive.js";
import { readUpdate, writeUpdate } from "./update-record.js";

describe("releases", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "release-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it("are found by the Node that runs, where install.sh has put them", () => {
    mkdirSync(join(dir, "1.0", "lib"), { recursive: true });
    writeFileSync(join(dir, "1.0", "VERSION"), "1.0\n");
    const node = join(dir, "1.0", "lib", "node");
    assert.throws(() => installationOf(node), CommandExecutionError);
    symlinkSync("1.0", join(dir, "current"));
    assert.deepEqual(installationOf(node), { prefix: dir, version: "1.0" });
    assert.throws(() => installationOf("/usr/bin/node"), CommandExecutionError);
  });

  it("have versions that are names of folders", () => {
    for (const version of ["0.2.0", "0.1.0-next", "1.0+2~rc1"])
      assert.equal(checkedVersion(version), version);
    for (const version of ["", "..", "../1", "current", "1/2", "-1", "1 2"]) {
      assert.throws(() => checkedVersion(version), SaltInvocationError, version);
    }
  });

  it("are refused with another checksum, or with none", async () => {
    const archive = { version: "1.0", path: join(dir, "archive") };
    writeFileSync(archive.path, "content");
    const sum = createHash("sha256").update("content").digest("hex");
    await checkSum(archive, `${sum}  archive\n`);
    await assert.rejects(checkSum(archive, `${"0".repeat(64)}  archive\n`), /has the SHA-256/);
    await assert.rejects(checkSum(archive, "content"), /is no SHA-256/);
  });

  it("are refused when another key has signed them", () => {
    const archive = { version: "1.0", path: join(dir, "archive") };
    writeFileSync(archive.path, "content");
    const ed25519 = generateKeyPairSync("ed25519");
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const text = (key: typeof rsa.publicKey): string =>
      key.export({ type: "spki", format: "pem" }).toString();
    const byEd25519 = sign(null, Buffer.from("content"), ed25519.privateKey);
    checkSignature(archive, byEd25519, text(ed25519.publicKey));
    checkSignature(archive, sign("sha256", Buffer.from("content"), rsa.privateKey), text(rsa.publicKey));
    assert.throws(() => checkSignature(archive, byEd25519, text(rsa.publicKey)), CommandExecutionError);
  });

  it("leave a record of their update, and nothing is made of a broken one", () => {
    const record = { from: "1.0", to: "2.0", state: "rolled back", reason: "why", pid: 7 } as const;
    writeUpdate(dir, record);
    assert.deepEqual(readUpdate(dir), record);
    writeFileSync(join(dir, "record.json"), '{"from": "1.0"}');
    assert.equal(readUpdate(dir), undefined);
  });
});
