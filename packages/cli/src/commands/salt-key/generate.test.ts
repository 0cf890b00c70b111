import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { SaltError } from "@salt/core";
import { signMasterKey } from "@salt/master";
import { PublicKey } from "@salt/wire";
import { generatePair } from "./generate.js";

describe("keys that salt-key makes", () => {
  let dir = "";
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "generate-"));
  });
  after(() => rmSync(dir, { recursive: true }));

  const sign = (more: { autoCreate: boolean; privateKey?: string }) =>
    signMasterKey(
      { pki_dir: join(dir, "pki"), master_sign_key_name: "master_sign" },
      {
        publicKey: undefined,
        privateKey: more.privateKey,
        targetDir: undefined,
        targetName: "sig",
        autoCreate: more.autoCreate,
        bits: 2048,
      },
    );

  it("makes a pair once, in a directory that it makes too", async () => {
    const pki = join(dir, "pki");
    const finger = await generatePair(pki, "master", { bits: 2048, hashType: "sha256" });
    assert.equal(statSync(join(pki, "master.pem")).mode & 0o777, 0o400);
    assert.equal(
      PublicKey.fromPem(readFileSync(join(pki, "master.pub"), "utf8")).fingerprint("sha256"),
      finger,
    );
    assert.equal(await generatePair(pki, "master", { bits: 2048, hashType: "sha256" }), finger);
  });

  it("signs the master's key so that minions can check it", async () => {
    await assert.rejects(sign({ autoCreate: false }), SaltError);
    assert.equal(await sign({ autoCreate: true }), true);
    const read = (name: string) => readFileSync(join(dir, "pki", name), "utf8");
    const signature = Buffer.from(read("sig"), "base64");
    const signer = PublicKey.fromPem(read("master_sign.pub"));
    assert.ok(signer.verify("PKCS1v15-SHA1", Buffer.from(read("master.pub").trim()), signature));
  });

  it("keeps a signature that is there", async () => {
    assert.equal(await sign({ autoCreate: true }), false);
  });

  it("refuses a private key that is not there", async () => {
    await assert.rejects(sign({ autoCreate: true, privateKey: join(dir, "nosuch.pem") }), SaltError);
  });
});
