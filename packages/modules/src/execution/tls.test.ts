/** Authorities in a directory: their files, their database, revoking, and what is refused. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Plain, Value } from "@salt/core";
import { dict, get, pythonRepr } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { findProgram } from "./cmd/programs.js";

const dir = mkdtempSync(join(tmpdir(), "salt-tls-"));
const pki = join(dir, "pki");
const opts = dict({ "ca.cert_base_path": pki, cachedir: join(dir, "cache") });

/** Each call is a job of its own. */
async function call(fun: string, kwargs: { readonly [name: string]: Plain } = {}): Promise<Value> {
  return await fakeContext({ opts }).context.call(`tls.${fun}`, [], kwargs);
}

function file(path: string): string {
  return readFileSync(join(pki, path), "utf8");
}

function mode(path: string): number {
  return statSync(join(pki, path)).mode & 0o777;
}

function verdict(cert: string, crl_file: string | null): Promise<Value> {
  return call("validate", { cert: join(pki, cert), ca_name: "koji", crl_file });
}

after(() => rmSync(dir, { recursive: true }));

describe("an authority", () => {
  before(async () => {
    const made = await call("create_ca", { ca_name: "koji", CN: "My CA", emailAddress: "me@example.com" });
    assert.equal(
      made,
      `Created Private Key: "${pki}/koji/koji_ca_cert.key" Created CA "koji": "${pki}/koji/koji_ca_cert.crt"`,
    );
    await call("create_csr", {
      ca_name: "koji",
      CN: "www",
      subjectAltName: ["DNS:a.example", "IP:192.0.2.1"],
    });
    const signed = await call("create_ca_signed_cert", { ca_name: "koji", CN: "www" });
    assert.equal(signed, `Created Certificate for "www": "${pki}/koji/certs/www.crt"`);
  });

  it("has keys of its owner alone, and a database", () => {
    assert.equal(mode("koji/koji_ca_cert.key"), 0o600);
    assert.equal(mode("koji/certs/www.key"), 0o600);
    assert.equal(mode("koji/koji_ca_cert.crt"), 0o644);
    const [own = "", www = ""] = file("koji/index.txt").split("\n");
    const subject = "/b'C'=b'US'/b'ST'=b'Utah'/b'L'=b'Salt Lake City'/b'O'=b'SaltStack'/b'CN'=b";
    assert.match(own, /^V\t\d{12}Z\t\t[0-9A-F]{1,40}\tunknown\t/);
    assert.ok(own.endsWith(`${subject}'My CA'/b'emailAddress'=b'me@example.com'`), own);
    assert.ok(www.endsWith(`${subject}'www'`), www);
    const serials = readFileSync(join(dir, "cache/koji.serial"), "utf8");
    const { serialNumber } = new X509Certificate(file("koji/certs/www.crt"));
    assert.ok(serials.endsWith(BigInt(`0x${serialNumber}`).toString()), serials);
  });

  it("signs what others can check", () => {
    const own = new X509Certificate(file("koji/koji_ca_cert.crt"));
    const www = new X509Certificate(file("koji/certs/www.crt"));
    assert.ok(own.ca && own.verify(own.publicKey));
    assert.ok(www.checkIssued(own) && www.verify(own.publicKey));
    assert.equal(www.subjectAltName, "DNS:a.example, IP Address:192.0.2.1");
  });

  it("makes nothing twice, and says what is missing", async () => {
    assert.equal(
      await call("create_ca", { ca_name: "koji" }),
      'Certificate for CA named "koji" already exists',
    );
    const again = await call("create_csr", { ca_name: "koji", CN: "www" });
    assert.equal(again, `Certificate Request "${pki}/koji/certs//www.csr" already exists`);
    assert.equal(
      await call("create_ca_signed_cert", { ca_name: "koji", CN: "www" }),
      'Certificate "www" already exists',
    );
    const unasked = await call("create_ca_signed_cert", { ca_name: "koji", CN: "x" });
    assert.equal(
      pythonRepr(unasked),
      "{'retcode': 1, 'comment': 'There is no CSR that matches the CN \"x\"'}",
    );
    assert.equal(
      await call("create_csr", { ca_name: "no" }),
      'Certificate for CA named "no" does not exist, please create it first.',
    );
    assert.equal(
      await call("create_pkcs12", { ca_name: "koji", CN: "x" }),
      'There is no certificate that matches the CN "x"',
    );
    await assert.rejects(call("get_ca", { ca_name: "no" }), {
      name: "ValueError",
      message: "Certificate does not exist for no",
    });
  });

  it("is told of in OpenSSL's words", async () => {
    const info = await call("cert_info", { cert: join(pki, "koji/certs/www.crt") });
    assert.equal(
      pythonRepr(get(info, "extensions") ?? null),
      "{'basicConstraints': 'CA:FALSE', 'extendedKeyUsage': 'TLS Web Server Authentication', " +
        "'keyUsage': 'Digital Signature, Key Encipherment', 'subjectAltName': 'DNS:a.example, IP Address:192.0.2.1'}",
    );
    assert.equal(pythonRepr(get(info, "subject_alt_names") ?? null), "['a.example', '192.0.2.1']");
    const own = get(await call("cert_info", { cert: file("koji/koji_ca_cert.crt") }), "extensions") ?? null;
    assert.equal(get(own, "basicConstraints"), "CA:TRUE, pathlen:0");
    const above = String(get(own, "authorityKeyIdentifier"));
    assert.match(
      above,
      /^keyid:[0-9A-F:]+\nDirName:\/C=US\/.*\/emailAddress=me@example\.com\nserial:[0-9A-F:]+$/,
    );
  });

  it("keeps a key that it has when it is made anew, and puts aside one that cannot be read", async () => {
    const key = file("koji/koji_ca_cert.key");
    await call("create_ca", { ca_name: "koji", CN: "My CA", emailAddress: "me@example.com", replace: true });
    assert.equal(file("koji/koji_ca_cert.key"), key);
    await call("create_ca", { ca_name: "two", CN: "Two" });
    writeFileSync(join(pki, "two/two_ca_cert.key"), "nothing");
    await call("create_ca", { ca_name: "two", CN: "Two", replace: true });
    const aside = readdirSync(join(pki, "two")).find((name) => /\.key\.unloadable\.\d{14}$/.test(name));
    assert.equal(file(`two/${aside}`), "nothing");
    assert.notEqual(file("two/two_ca_cert.key"), "nothing");
  });

  it("revokes, once", async () => {
    const empty = join(dir, "empty.pem");
    await call("create_empty_crl", { ca_name: "koji", crl_file: empty });
    assert.equal(pythonRepr(await verdict("koji/certs/www.crt", empty)), "{'valid': True}");
    const told = String(await call("revoke_cert", { ca_name: "koji", CN: "www" }));
    const { serialNumber } = new X509Certificate(file("koji/certs/www.crt"));
    const serial = BigInt(`0x${serialNumber}`).toString(16).toUpperCase();
    assert.equal(told, `Revoked Certificate: "${pki}/koji/certs/www.crt", serial number: ${serial}`);
    assert.match(
      file("koji/index.txt"),
      new RegExp(`^R\\t\\d{12}Z\\t\\d{12}Z\\t${serial}\\tunknown\\t`, "m"),
    );
    for (const list of [join(pki, "koji/crl.pem"), null])
      assert.equal(get(await verdict("koji/certs/www.crt", list), "error"), "certificate revoked");
    const again = await call("revoke_cert", { ca_name: "koji", CN: "www" });
    assert.equal(again, `"${pki}/koji/certs/www.crt" was already revoked, serial number: ${serial}`);
  });

  it("gets a certificate anew in place of one of a version that there is not", async () => {
    const der = new X509Certificate(file("two/two_ca_cert.crt")).raw;
    const at = der.indexOf(Buffer.from([0xa0, 3, 2, 1, 2]));
    der[at + 4] = 3;
    const text = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
    writeFileSync(join(pki, "two/two_ca_cert.crt"), text);
    const key = file("two/two_ca_cert.key");
    assert.equal(await call("ca_exists", { ca_name: "two" }), true);
    const mended = new X509Certificate(file("two/two_ca_cert.crt"));
    assert.notEqual(file("two/two_ca_cert.crt"), text);
    assert.ok(mended.verify(mended.publicKey));
    assert.match(mended.subject, /CN=Two$/);
    assert.equal(file("two/two_ca_cert.key"), key);
  });

  it("knows its own certificates from others", async () => {
    assert.equal(get(await verdict("two/two_ca_cert.crt", null), "error"), "self-signed certificate");
  });

  it("puts certificate and key into one file", { skip: findProgram("openssl") === undefined }, async () => {
    const wish = { ca_name: "koji", CN: "www", passphrase: "-secret" };
    const told = await call("create_pkcs12", wish);
    assert.equal(told, `Created PKCS#12 Certificate for "www": "${pki}/koji/certs/www.p12"`);
    assert.equal(mode("koji/certs/www.p12"), 0o600);
    assert.equal(await call("create_pkcs12", wish), 'Certificate "www" already exists');
    assert.deepEqual(readdirSync(join(pki, "koji/certs")).sort(), [
      "www.crt",
      "www.csr",
      "www.key",
      "www.p12",
    ]);
  });
});

describe("the directory of authorities", () => {
  it("is the one of the job before the configured one", async () => {
    const { context } = fakeContext({ opts });
    assert.equal(await context.call("tls.cert_base_path"), pki);
    assert.equal(await context.call("tls.set_ca_path", ["/srv/x"]), "/srv/x");
    assert.equal(await context.call("tls.cert_base_path"), "/srv/x");
    assert.equal(await context.call("tls.ca_exists", ["koji"]), false);
  });

  it("is not left by names", async () => {
    for (const ca_name of ["../x", "a/b", "..", ".", "", "a\nb", "a\0b"])
      await assert.rejects(call("create_ca", { ca_name }), { code: "INVOCATION" });
    await assert.rejects(call("create_self_signed_cert", { CN: "../../x" }), /cannot be part of a file name/);
    await assert.rejects(
      call("create_self_signed_cert", { tls_dir: "../x" }),
      /cannot be part of a file name/,
    );
    assert.equal(existsSync(join(dir, "x")), false);
  });
});

describe("what cannot be made", () => {
  it("is refused before a key is", async () => {
    await assert.rejects(call("create_ca", { ca_name: "new", C: "USA" }), /C is too long/);
    await assert.rejects(call("create_ca", { ca_name: "new", CN: null }), /CN is needed/);
    await assert.rejects(call("create_ca", { ca_name: "new", digest: "nope" }), { name: "ValueError" });
    await assert.rejects(call("create_ca", { ca_name: "new", days: "x" }), /days needs a whole number/);
    assert.equal(existsSync(join(pki, "new")), false);
  });

  it("is held back by conditions", async () => {
    assert.equal(await call("create_ca", { ca_name: "new", onlyif: false }), null);
    assert.equal(await call("create_ca", { ca_name: "new", unless: true }), null);
    assert.equal(existsSync(join(pki, "new")), false);
  });
});

it("rare extensions are told of in OpenSSL's words too", async () => {
  const { context } = fakeContext({ opts });
  const key = String(await context.call("x509.create_private_key", ["ec"]));
  const cert = await context.call("x509.create_certificate", [], {
    signing_private_key: key,
    CN: "x",
    extendedKeyUsage: "ipsecIKE, 1.2.3.4",
    subjectAltName: ["IP:2001:db8::1", "RID:1.2.3"],
    authorityInfoAccess: "OCSP;URI:http://o/,caIssuers;URI:http://c/",
    crlDistributionPoints: ["URI:http://a/", "URI:http://b/"],
    certificatePolicies: "1.2.3.4, 2.23.140.1.2.1",
    nameConstraints: "permitted;DNS:.x,permitted;IP:10.0.0.0/9,excluded;email:.com",
    inhibitAnyPolicy: 3,
    policyConstraints: "requireExplicitPolicy:1,inhibitPolicyMapping:0",
    tlsfeature: "status_request",
  });
  const told = get(await call("cert_info", { cert: String(cert) }), "extensions") ?? null;
  const expected = {
    extendedKeyUsage: "ipsec Internet Key Exchange, 1.2.3.4",
    authorityInfoAccess: "OCSP - URI:http://o/\nCA Issuers - URI:http://c/",
    subjectAltName: "IP Address:2001:DB8:0:0:0:0:0:1, Registered ID:1.2.3",
    crlDistributionPoints: "Full Name:\n  URI:http://a/\nFull Name:\n  URI:http://b/",
    certificatePolicies: "Policy: 1.2.3.4\nPolicy: 2.23.140.1.2.1",
    policyConstraints: "Require Explicit Policy:1, Inhibit Policy Mapping:0",
    inhibitAnyPolicy: "3",
    nameConstraints: "Permitted:\n  DNS:.x\n  IP:10.0.0.0/255.128.0.0\nExcluded:\n  email:.com",
    tlsfeature: "status_request",
  };
  assert.equal(pythonRepr(told), pythonRepr(dict(expected)));
});

it("extensions of the pillar stand in place of Salt's own", async () => {
  const pillar = dict({
    "tls.extensions": { mail: { csr: { extendedKeyUsage: "emailProtection" }, cert: {} } },
  });
  const { context } = fakeContext({ opts, pillar });
  const sets = await context.call("tls.get_extensions", ["mail"]);
  assert.equal(
    pythonRepr(get(sets, "csr") ?? null),
    "{'basicConstraints': 'CA:FALSE', 'extendedKeyUsage': 'emailProtection'}",
  );
  await assert.rejects(context.call("tls.get_extensions", ["nope"]), /there is no type of certificates/);
});
