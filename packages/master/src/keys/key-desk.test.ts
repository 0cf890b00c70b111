import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { Dict, MasterConfig } from "@salt/core";
import { dict, nullLogger } from "@salt/core";
import { PublicKeyCache } from "@salt/wire";
import { LogLimiter } from "../log-limiter.js";
import { FakeClock, scratch, testConfig, vectorKey } from "../testing/scratch.js";
import { AcceptedKeys } from "./accepted-keys.js";
import { AutoSign } from "./auto-sign.js";
import { KeyDesk } from "./key-desk.js";
import type { KeyStore } from "./key-store.js";
import { openKeyStore } from "./key-store.js";

const OURS = vectorKey("minion").publicKey.pem;
const OTHER = vectorKey("master").publicKey.pem;

interface Bench {
  readonly config: MasterConfig;
  readonly store: KeyStore;
  readonly clock: FakeClock;
  readonly apply: (id: string, pub?: string, grains?: Dict) => string;
}

function bench(t: TestContext, changes: Partial<MasterConfig> = {}): Bench {
  const dir = scratch(t);
  const config = testConfig(dir, {
    autosign_file: join(dir, "autosign"),
    autoreject_file: join(dir, "autoreject"),
    autosign_grains_dir: join(dir, "grains"),
    ...changes,
  });
  const clock = new FakeClock();
  clock.time = Date.now();
  const store = openKeyStore(config);
  store.files.ensureFolders();
  const accepted = new AcceptedKeys(store.files, new PublicKeyCache(8));
  const log = new LogLimiter(nullLogger, clock);
  const desk = new KeyDesk({
    config,
    files: store.files,
    accepted,
    autoSign: new AutoSign(config, log, clock),
    log,
    clock,
  });
  const apply = (id: string, pub = OURS, grains: Dict = new Map()): string =>
    desk.decide({ id, pub, autosignGrains: grains }).act;
  return { config, store, clock, apply };
}

describe("KeyDesk", () => {
  test("an unknown key waits, and is let in once it is accepted", (t) => {
    const { apply, store } = bench(t);
    assert.equal(apply("web1"), "pend");
    assert.equal(apply("web1"), "pend");
    assert.deepEqual(store.lists().pending, ["web1"]);
    store.accept(["web1"]);
    assert.equal(apply("web1"), "accept");
  });

  test("keys are compared without regard to line ends and space around them", (t) => {
    const { apply, store } = bench(t);
    store.files.write("accepted", "web1", `${OURS.replaceAll("\n", "\r\n")}\r\n`);
    assert.equal(apply("web1"), "accept");
  });

  test("another key than the accepted one is denied and shown to the operator", (t) => {
    const { apply, store } = bench(t);
    store.files.write("accepted", "web1", OURS);
    assert.equal(apply("web1", OTHER), "denied");
    assert.equal(store.read("denied", "web1"), OTHER);
    assert.equal(store.read("accepted", "web1"), OURS);
    assert.equal(apply("web1"), "accept");
  });

  test("another key than the pending one is denied, and the pending one stays", (t) => {
    const { apply, store } = bench(t);
    apply("web1");
    assert.equal(apply("web1", OTHER), "denied");
    assert.equal(store.read("pending", "web1"), OURS);
  });

  test("a rejected id is refused with whatever key", (t) => {
    const { apply, store } = bench(t, { auto_accept: true });
    store.files.write("rejected", "web1", OURS);
    assert.equal(apply("web1"), "reject");
    assert.equal(apply("web1", OTHER), "reject");
  });

  test("a key that is deleted or rejected loses access at once", (t) => {
    const { apply, store } = bench(t);
    apply("web1");
    store.accept(["web1"]);
    assert.equal(apply("web1"), "accept");
    store.reject(["web1"], { includeAccepted: true });
    assert.equal(apply("web1"), "reject");
    store.delete(["web1"]);
    assert.equal(apply("web1"), "pend");
  });

  test("open_mode takes every key, also in place of another and of a rejected one", (t) => {
    const { apply, store } = bench(t, { open_mode: true });
    store.files.write("accepted", "web1", OTHER);
    store.files.write("rejected", "web2", OTHER);
    assert.equal(apply("web1"), "accept");
    assert.equal(apply("web2"), "accept");
    assert.deepEqual(store.lists(), { accepted: ["web1", "web2"], pending: [], denied: [], rejected: [] });
    assert.equal(store.read("accepted", "web1"), OURS);
  });

  test("auto_accept lets in unknown and pending keys", (t) => {
    const before = bench(t);
    before.apply("web1");
    const { apply, store } = bench(t, { auto_accept: true, pki_dir: before.config.pki_dir });
    assert.equal(apply("web1"), "accept");
    assert.equal(apply("web2"), "accept");
    assert.deepEqual(store.lists().accepted, ["web1", "web2"]);
    assert.deepEqual(store.lists().pending, []);
  });

  test("max_minions counts accepted keys", (t) => {
    const { apply } = bench(t, { auto_accept: true, max_minions: 1 });
    assert.equal(apply("web1"), "accept");
    assert.equal(apply("web2"), "full");
    assert.equal(apply("web1"), "accept");
  });

  test("autosign_file knows names, globs and regular expressions", (t) => {
    const { apply, config } = bench(t);
    writeFileSync(config.autosign_file ?? "", "# people's machines\nweb1\ndb*\n(mail|ns)\\d+\n", {
      mode: 0o600,
    });
    for (const id of ["web1", "db7", "mail12"]) assert.equal(apply(id), "accept", id);
    for (const id of ["web11", "ns", "xmail1", "mail1x"]) assert.equal(apply(id), "pend", id);
  });

  test("a file of autosign that others may write to is ignored", (t) => {
    const { apply, config, clock } = bench(t);
    writeFileSync(config.autosign_file ?? "", "*\n");
    chmodSync(config.autosign_file ?? "", 0o622);
    assert.equal(apply("web1"), "pend");
    chmodSync(config.autosign_file ?? "", 0o644);
    clock.pass(2);
    assert.equal(apply("web1"), "accept");
  });

  test("autoreject wins over autosign, for unknown and for pending keys", (t) => {
    const { apply, store, config, clock } = bench(t, { auto_accept: false });
    assert.equal(apply("web1"), "pend");
    writeFileSync(config.autosign_file ?? "", "*\n", { mode: 0o600 });
    writeFileSync(config.autoreject_file ?? "", "web*\n", { mode: 0o600 });
    clock.pass(2);
    assert.equal(apply("web1"), "reject");
    assert.equal(apply("web2"), "reject");
    assert.deepEqual(store.lists().rejected, ["web1", "web2"]);
    assert.equal(apply("db1"), "accept");
  });

  test("a file in minions_autosign counts once, and not when it is too old", (t) => {
    const { apply, config, clock } = bench(t);
    const stub = (id: string): string => join(config.pki_dir, "minions_autosign", id);
    writeFileSync(stub("web1"), "", { mode: 0o600 });
    assert.equal(apply("web1"), "accept");
    assert.ok(!existsSync(stub("web1")));
    writeFileSync(stub("web2"), "", { mode: 0o600 });
    utimesSync(stub("web2"), clock.time / 1000 - 8000, clock.time / 1000 - 8000);
    assert.equal(apply("web2"), "pend");
  });

  test("autosign_grains_dir compares values of grains", (t) => {
    const { apply, config } = bench(t);
    mkdirSync(config.autosign_grains_dir ?? "", { mode: 0o700 });
    writeFileSync(join(config.autosign_grains_dir ?? "", "uuid"), "# ours\nabc-1\n", { mode: 0o600 });
    assert.equal(apply("web1", OURS, dict({ uuid: "abc-1" })), "accept");
    assert.equal(apply("web2", OURS, dict({ uuid: "abc-2" })), "pend");
    assert.equal(apply("web3", OURS, dict({ uuid: ["abc-1"] })), "pend");
  });

  test("weak, malformed, foreign and huge keys are stored nowhere", (t) => {
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({
      type: "spki",
      format: "pem",
    });
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
      type: "spki",
      format: "pem",
    });
    for (const auto_accept of [false, true]) {
      const { apply, store } = bench(t, { auto_accept });
      for (const pub of ["", "x", String(weak), String(elliptic), `${OURS}\n${OURS}`, "A".repeat(100_000)]) {
        assert.equal(apply("web1", pub), "reject");
      }
      store.files.write("accepted", "web2", OURS);
      assert.equal(apply("web2", String(weak)), "denied");
      assert.deepEqual(store.lists(), { accepted: ["web2"], pending: [], denied: [], rejected: [] });
    }
  });

  test("strangers fill neither the disk nor a minute", (t) => {
    const { apply, store, clock } = bench(t, { max_pending_keys: 5, pending_keys_per_minute: 3 });
    const flood = (from: number): void => {
      for (let index = from; index < from + 20; index++) assert.equal(apply(`web${index}`), "pend");
    };
    flood(0);
    assert.equal(store.lists().pending.length, 3);
    clock.pass(60);
    flood(100);
    assert.equal(store.lists().pending.length, 5);
    clock.pass(600);
    flood(200);
    assert.equal(store.lists().pending.length, 5);
  });

  test("directories and files are private whatever the umask", (t) => {
    const before = process.umask(0);
    t.after(() => process.umask(before));
    const { apply, config } = bench(t);
    apply("web1");
    const modes = readdirSync(config.pki_dir).map(
      (name) => statSync(join(config.pki_dir, name)).mode & 0o777,
    );
    assert.deepEqual(new Set([statSync(config.pki_dir).mode & 0o777, ...modes]), new Set([0o700]));
    assert.equal(statSync(join(config.pki_dir, "minions_pre", "web1")).mode & 0o777, 0o600);
  });
});

describe("KeyStore", () => {
  test("refuses ids that would be paths before it touches anything", (t) => {
    const { store } = bench(t);
    for (const id of ["../web1", "a/b", "", ".", "nul\0", "x".repeat(300), "new\nline", "*"]) {
      assert.throws(() => store.files.write("pending", id, OURS), { name: "KeyStoreError" });
      assert.equal(store.read("pending", id), undefined);
      assert.equal(store.state(id), undefined);
    }
  });

  test("accepts rejected and denied keys only when told to", (t) => {
    const { store } = bench(t);
    store.files.write("rejected", "web1", OURS);
    store.files.write("denied", "web2", OURS);
    assert.deepEqual(store.accept(["web1", "web2"]), []);
    assert.deepEqual(store.accept(["web1", "web2"], { includeRejected: true, includeDenied: true }), [
      { id: "web1", act: "accept", from: "rejected" },
      { id: "web2", act: "accept", from: "denied" },
    ]);
    assert.deepEqual(store.lists().accepted, ["web1", "web2"]);
  });

  test("deleting an accepted key asks for a new AES key and forgets the minion's data", (t) => {
    const { store, config } = bench(t);
    const data = join(config.cachedir, "minions", "web1");
    mkdirSync(data, { recursive: true, mode: 0o700 });
    store.files.write("pending", "web1", OURS);
    store.delete(["web1"], { preserveMinions: true });
    assert.ok(existsSync(data) && !existsSync(join(config.cachedir, ".dfn")));
    store.files.write("accepted", "web1", OURS);
    assert.deepEqual(store.delete(["web1"]), [{ id: "web1", act: "delete", from: "accepted" }]);
    assert.ok(!existsSync(data) && existsSync(join(config.cachedir, ".dfn")));
  });

  test("the option preserve_minion_cache keeps the data of deleted minions", (t) => {
    const { config } = bench(t);
    const data = join(config.cachedir, "minions", "web1");
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const store = openKeyStore({ ...config, preserve_minion_cache: true });
    store.files.write("pending", "web1", OURS);
    assert.equal(store.delete(["web1"]).length, 1);
    assert.ok(existsSync(data));
  });

  test("finds keys by globs", (t) => {
    const { store } = bench(t);
    for (const id of ["web1", "web2", "db1"]) store.files.write("pending", id, OURS);
    assert.deepEqual(store.match("web*").pending, ["web1", "web2"]);
    assert.deepEqual(store.match(["db1", "web2"]).pending, ["db1", "web2"]);
  });
});
