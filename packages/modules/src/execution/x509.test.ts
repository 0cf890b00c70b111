/** Certificates: what they hold, byte by byte where that is fixed, and what is refused. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { get, pythonRepr, pythonStr, toValue } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

const DATES = { not_before: "2026-01-01 00:00:00", not_after: "2036-01-01 00:00:00" };

interface Workshop {
  readonly dir: string;
  call(fun: string, kwargs: { readonly [name: string]: Plain }): Promise<Value>;
}

/** A directory with a key and the certificate of an authority. */
async function workshop(t: TestContext): Promise<Workshop> {
  const dir = mkdtempSync(join(tmpdir(), "salt-x509-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const { context } = fakeContext();
  const call = (fun: string, kwargs: { readonly [name: string]: Plain }) =>
    context.call(`x509.${fun}`, [], kwargs);
  await call("create_private_key", { algo: "ec", path: join(dir, "ca.key") });
  await call("create_certificate", {
    ...DATES,
    signing_private_key: join(dir, "ca.key"),
    subject: ["C=DE", "O=Ex\\, Inc", "CN=My CA"],
    serial_number: 77,
    basicConstraints: "critical, CA:TRUE, pathlen:2",
    keyUsage: ["critical", "cRLSign", "keyCertSign"],
    subjectKeyIdentifier: "hash",
    path: join(dir, "ca.crt"),
  });
  return { dir, call };
}

function issued({ dir }: Workshop): { readonly [name: string]: Plain } {
  const key = join(dir, "ca.key");
  return {
    ...DATES,
    signing_private_key: key,
    signing_cert: join(dir, "ca.crt"),
    private_key: key,
    serial_number: "0A:FF",
  };
}

test("keys and certificates are files of their owner alone", async (t) => {
  const { dir } = await workshop(t);
  assert.equal(statSync(join(dir, "ca.key")).mode & 0o777, 0o600);
  assert.equal(statSync(join(dir, "ca.crt")).mode & 0o777, 0o600);
});

test("an authority's certificate says what was asked for", async (t) => {
  const { dir, call } = await workshop(t);
  const told = await call("read_certificate", { certificate: join(dir, "ca.crt") });
  assert.equal(get(told, "subject_str"), "CN=My CA,O=Ex\\, Inc,C=DE");
  assert.equal(get(told, "serial_number"), "4D");
  const extensions = get(told, "extensions") ?? null;
  assert.equal(
    pythonRepr(get(extensions, "basicConstraints") ?? null),
    "{'critical': True, 'ca': True, 'pathlen': 2}",
  );
  assert.equal(get(get(extensions, "keyUsage") ?? null, "keyCertSign"), true);
  assert.equal(await call("verify_signature", { certificate: join(dir, "ca.crt") }), true);
});

test("every form of name is written and read", async (t) => {
  const shop = await workshop(t);
  const names = [
    "dns:*.example.com",
    "ip:2001:db8::1",
    "email:me@example.com",
    "URI:http://x/z",
    "RID:1.2.3",
    { dns: "bücher.example" },
  ];
  const pem = pythonStr(
    await shop.call("create_certificate", { ...issued(shop), CN: "x", subjectAltName: names }),
  );
  const told = await shop.call("read_certificate", { certificate: pem });
  const shown = get(get(get(told, "extensions") ?? null, "subjectAltName") ?? null, "value") ?? null;
  assert.equal(
    pythonRepr(shown),
    "['DNS:*.example.com', 'IP:2001:0db8:0000:0000:0000:0000:0000:0001', 'email:me@example.com', 'URI:http://x/z', " +
      "'RID:1.2.3', 'DNS:xn--bcher-kva.example']",
  );
  assert.match(new X509Certificate(pem).subjectAltName ?? "", /DNS:\*\.example\.com/);
});

test("members of a set stand in the order of their bytes", async (t) => {
  const shop = await workshop(t);
  const pem = await shop.call("create_certificate", { ...issued(shop), subject: "CN=a\\,b+OU=c,O=d" });
  const told = await shop.call("read_certificate", { certificate: pem });
  assert.equal(get(told, "subject_str"), "OU=c+CN=a\\,b,O=d");
});

test("extensions of a request go into the certificate, those of issuers do not", async (t) => {
  const shop = await workshop(t);
  const csr = await shop.call("create_csr", {
    private_key: join(shop.dir, "ca.key"),
    CN: "r",
    subjectAltName: "DNS:a.b",
  });
  const { private_key: _own, ...rest } = issued(shop);
  const pem = await shop.call("create_certificate", { ...rest, csr, CN: "r" });
  const told = await shop.call("read_certificate", { certificate: pem });
  const extensions = get(told, "extensions") ?? null;
  assert.equal(pythonRepr(extensions), "{'subjectAltName': {'critical': False, 'value': ['DNS:a.b']}}");
});

test("a revocation list is signed and says why", async (t) => {
  const { dir, call } = await workshop(t);
  const [signing_private_key, signing_cert] = [join(dir, "ca.key"), join(dir, "ca.crt")];
  const revoked = [
    { serial_number: "0A:FF", revocation_date: "2026-02-02 00:00:00", reason: "keyCompromise" },
  ];
  const crl = await call("create_crl", {
    signing_private_key,
    signing_cert,
    revoked,
    extensions: { cRLNumber: 7 },
  });
  const told = await call("read_crl", { crl });
  const entry =
    "{'revocation_date': '2026-02-02 00:00:00', 'extensions': {'CRLReason': {'critical': False, 'value': 'keyCompromise'}}}";
  assert.equal(pythonRepr(get(told, "revoked_certificates") ?? null), `{'0AFF': ${entry}}`);
  assert.equal(await call("verify_crl", { crl, cert: signing_cert }), true);
  const other = await call("create_private_key", { algo: "ec" });
  assert.equal(await call("verify_crl", { crl, cert: other }), false);
});

test("what makes no sense is refused", async (t) => {
  const shop = await workshop(t);
  const make = (more: { readonly [name: string]: Plain }) =>
    shop.call("create_certificate", { ...issued(shop), ...more });
  await assert.rejects(
    make({ basicConstraints: "CA:TRUE, pathlen:2" }),
    /pathlen 2, which is less than or equal/,
  );
  await assert.rejects(make({ not_after: "rubbish" }), /Invalid date format in param `not_after`/);
  await assert.rejects(make({ subjectAltName: "DNS:.x" }), /Leading dots/);
  await assert.rejects(make({ subjectKeyIdentifier: "critical, hash" }), /non-critical/);
  await assert.rejects(make({ digest: "md5" }), /Invalid value 'md5' for digest/);
  await assert.rejects(make({ encoding: "pkcs12" }), /not written here/);
  const other = await shop.call("create_private_key", { algo: "ec" });
  await assert.rejects(make({ signing_private_key: other }), /does not match the certificate's public key/);
});

test("a passphrase is asked for, checked, and not taken for nothing", async (t) => {
  const { dir, call } = await workshop(t);
  const locked = await call("create_private_key", { algo: "ed25519", passphrase: "secret" });
  const check = (passphrase: Plain) =>
    call("verify_private_key", { private_key: locked, public_key: join(dir, "ca.crt"), passphrase });
  await assert.rejects(check(null), /is encrypted/);
  await assert.rejects(check("wrong"), /is the password correct/);
  assert.equal(await check("secret"), false);
  const open = { private_key: join(dir, "ca.key"), public_key: join(dir, "ca.crt"), passphrase: "x" };
  await assert.rejects(call("verify_private_key", open), /is unencrypted/);
});

test("a broken key is not shown in an error", async (t) => {
  const { call } = await workshop(t);
  const text = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0";
  await assert.rejects(
    call("get_pem_entry", { text }),
    (error: Error) => !error.message.includes("c2VjcmV0"),
  );
});

test("a key in a file of certificates stays when it is not to be written over", async (t) => {
  const { dir, call } = await workshop(t);
  const path = join(dir, "both.pem");
  writeFileSync(path, readFileSync(join(dir, "ca.key")));
  await call("write_pem", { text: join(dir, "ca.crt"), path, overwrite: false, pem_type: "CERTIFICATE" });
  assert.match(readFileSync(path, "utf8"), /BEGIN PRIVATE KEY[\s\S]*BEGIN CERTIFICATE/);
});

test("another minion gets a certificate under a policy, and can name no file of this one", async (t) => {
  const shop = await workshop(t);
  const { dir } = shop;
  const policy = {
    minions: "web*",
    signing_private_key: join(dir, "ca.key"),
    signing_cert: join(dir, "ca.crt"),
    CN: "fixed",
  };
  const { context } = fakeContext({ opts: new Map([["x509_signing_policies", toValue({ www: policy })]]) });
  const key = await shop.call("create_private_key", { algo: "ec" });
  const public_key = await shop.call("get_public_key", { key });
  const ask = (wishes: Plain, id: string) =>
    context.call("x509.sign_remote_certificate", ["www", wishes], { __pub_id: id });
  const told = await ask({ public_key, CN: "mine" }, "web1");
  const read = await shop.call("read_certificate", { certificate: get(told, "data") ?? null });
  assert.equal(get(read, "subject_str"), "CN=fixed");
  assert.match(pythonRepr(await ask({ public_key }, "db1")), /minion not permitted/);
  assert.match(pythonRepr(await ask({ public_key: "/etc/hostname" }, "web1")), /a path is not taken/);
});
