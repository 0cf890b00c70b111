/** States of keys and certificates: what is looked at before anything is made anew. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { dict, pythonRepr } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { runState } from "../testing/state-context.js";
import { x509 } from "./x509.js";

interface Bench {
  readonly dir: string;
  readonly context: ExecutionContext;
  /** Contents that `file.managed` was to write. */
  readonly written: string[];
}

/** A minion whose `file.managed` only says yes, beside the real functions of `x509` and `file`. */
function bench(t: TestContext, isTest = false): Bench {
  const dir = mkdtempSync(join(tmpdir(), "salt-x509-state-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const { context: real } = fakeContext({ opts: new Map<Value, Value>([["test", isTest]]) });
  const written: string[] = [];
  const call: ExecutionContext["call"] = async (fun, args = [], kwargs = {}) => {
    if (fun !== "state.single") return await real.call(fun, args, kwargs);
    if (typeof kwargs.contents === "string") written.push(kwargs.contents);
    return dict({ x: { result: true, changes: {}, comment: "" } });
  };
  return { dir, context: { ...real, call }, written };
}

async function authority({ dir, context }: Bench): Promise<{ readonly [name: string]: Plain }> {
  const [key, crt] = [join(dir, "ca.key"), join(dir, "ca.crt")];
  await context.call("x509.create_private_key", [], { algo: "ec", path: key });
  await context.call("x509.create_certificate", [], { signing_private_key: key, CN: "ca", path: crt });
  return { name: crt, signing_private_key: key, CN: "ca" };
}

test("a good certificate is left alone", async (t) => {
  const at = bench(t);
  const wish = await authority(at);
  const told = await runState(x509, "certificate_managed", wish, at.context);
  assert.deepEqual(told, { result: true, comment: "The certificate is in the correct state", changes: "{}" });
  assert.deepEqual(at.written, []);
});

test("a certificate that differs or ends soon is made anew", async (t) => {
  const at = bench(t);
  const wish = { ...(await authority(at)), CN: "other", keyUsage: "digitalSignature", days_remaining: 400 };
  const told = await runState(x509, "certificate_managed", wish, at.context);
  assert.equal(told.comment, "The certificate has been recreated");
  assert.equal(
    told.changes,
    "{'expiration': True, 'subject_name': 'CN=other', 'issuer_name': 'CN=other', " +
      "'extensions': {'added': ['keyUsage'], 'changed': [], 'removed': []}}",
  );
  const [pem = ""] = at.written;
  const read = await at.context.call("x509.read_certificate", [pem]);
  assert.match(pythonRepr(read), /'subject': \{'CN': 'other'\}/);
});

test("a trial makes nothing", async (t) => {
  const at = bench(t, true);
  const wish = { ...(await authority(at)), digest: "sha512" };
  const told = await runState(x509, "certificate_managed", wish, at.context);
  assert.deepEqual(told, {
    result: null,
    comment: "The certificate would have been recreated",
    changes: "{'digest': 'sha512'}",
  });
  assert.deepEqual(at.written, []);
});

test("a key that cannot be opened is not written over unless that is said", async (t) => {
  const at = bench(t);
  const name = join(at.dir, "locked.key");
  await at.context.call("x509.create_private_key", [], { algo: "ec", passphrase: "secret", path: name });
  const told = await runState(x509, "private_key_managed", { name, algo: "ec" }, at.context);
  assert.equal(told.result, false);
  assert.match(String(told.comment), /The existing file is encrypted/);
  const forced = await runState(
    x509,
    "private_key_managed",
    { name, algo: "ec", overwrite: true },
    at.context,
  );
  assert.equal(forced.comment, "The private key has been recreated");
  assert.match(at.written[0] ?? "", /BEGIN PRIVATE KEY/);
});

test("the number of a revocation list counts up", async (t) => {
  const at = bench(t);
  const { name: signing_cert = "", signing_private_key = "" } = await authority(at);
  const name = join(at.dir, "l.crl");
  const base = { signing_private_key, signing_cert, revoked: [{ serial_number: "0A" }] };
  await at.context.call("x509.create_crl", [], { ...base, extensions: { cRLNumber: 4 }, path: name });
  const wish = { ...base, name, extensions: { cRLNumber: "auto" }, revoked: [{ serial_number: "0B" }] };
  const told = await runState(x509, "crl_managed", wish, at.context);
  assert.equal(told.changes, "{'revocations': {'added': ['0B'], 'changed': [], 'removed': ['0A']}}");
  const read = pythonRepr(await at.context.call("x509.read_crl", [at.written[0] ?? ""]));
  assert.match(read, /'cRLNumber': \{'critical': False, 'value': 5\}/);
});
