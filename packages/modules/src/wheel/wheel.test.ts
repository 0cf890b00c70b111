import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, it } from "node:test";
import type { Dict, KeyManager, Value, WheelContext, WheelModule } from "@salt/core";
import {
  callFunction,
  dict,
  matchGlob,
  nullLogger,
  parseArguments,
  SaltError,
  SaltInvocationError,
} from "@salt/core";
import { fakeKeyring } from "../testing/runner-context.js";
import { config } from "./config.js";
import { error } from "./error.js";
import { fileRoots } from "./file-roots.js";
import { key } from "./key.js";
import { minions } from "./minions.js";

interface Made {
  readonly opts?: Dict;
  readonly keyring?: Partial<KeyManager>;
  readonly configFile?: string;
}

function call(module: WheelModule, made: Made = {}): (name: string, ...words: string[]) => Promise<Value> {
  const context: WheelContext = {
    opts: made.opts ?? new Map(),
    configFile: made.configFile ?? "/nowhere/master",
    keyring: fakeKeyring(made.keyring ?? {}),
    log: nullLogger,
    signal: new AbortController().signal,
    connected: async () => ["a", "b"],
  };
  return async (name, ...words) => {
    const fn = module.functions[name];
    assert.ok(fn !== undefined, name);
    return await callFunction(`${module.name}.${name}`, fn, await parseArguments(words), context);
  };
}

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), "wheel-"));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

describe("key", () => {
  const lists = { accepted: ["web1"], pending: ["web2", "db1"], denied: [], rejected: ["bad1"] };
  const match: KeyManager["match"] = (pattern) => {
    const globs = typeof pattern === "string" ? [pattern] : pattern;
    const some = (ids: readonly string[]) => ids.filter((id) => globs.some((glob) => matchGlob(glob, id)));
    return {
      accepted: some(lists.accepted),
      pending: some(lists.pending),
      denied: [],
      rejected: some(lists.rejected),
    };
  };
  const done: unknown[] = [];
  const keys = call(key, {
    opts: dict({ hash_type: "sha256" }),
    keyring: {
      lists: () => lists,
      match,
      own: () => [
        { name: "master.pem", pem: undefined },
        { name: "master.pub", pem: "M" },
      ],
      read: (state, id) => `${state}:${id}`,
      fingerprint: (pem, hash) => `${hash}(${pem})`,
      accept: async (ids, include) => void done.push(["accept", ids, include]),
      delete: async (ids, state) => void done.push(["delete", ids, state]),
      generate: async (bits) => ({ priv: `priv${bits}`, pub: "pub" }),
      put: async (id, _pem, force) => force || id !== "web1",
    },
  });

  it("lists ids by state", async () => {
    assert.deepEqual(await keys("list", "pre"), dict({ minions_pre: ["web2", "db1"] }));
    assert.deepEqual(await keys("list", "accepted"), dict({ minions: ["web1"] }));
    assert.deepEqual(await keys("list", "nosuch"), new Map());
    const all = { minions_denied: [], minions_pre: ["web2", "db1"], minions_rejected: ["bad1"] };
    const own = { minions: ["web1"], local: ["master.pem", "master.pub"] };
    assert.deepEqual(await keys("list_all"), dict({ ...all, ...own }));
    assert.deepEqual(await keys("name_match", "web*"), dict({ minions: ["web1"], minions_pre: ["web2"] }));
  });

  it("decides", async () => {
    done.length = 0;
    await keys("accept", "web*", "include_rejected=True");
    await keys("accept_dict", "{minions_pre: [db1], minions_rejected: [bad1]}");
    await keys("delete_dict", "{minions_rejected: [bad1]}");
    const none = { includeAccepted: false, includeRejected: false, includeDenied: false };
    assert.deepEqual(done.slice(0, 2), [
      ["accept", ["web2", "web1"], { ...none, includeRejected: true }],
      ["accept", ["db1"], none],
    ]);
    assert.deepEqual(
      done.slice(2).filter((row) => Array.isArray(row) && row[1].length > 0),
      [["delete", ["bad1"], "rejected"]],
    );
  });

  it("shows keys", async () => {
    assert.deepEqual(await keys("finger", "web1"), dict({ minions: { web1: "sha256(accepted:web1)" } }));
    assert.deepEqual(await keys("finger_master", "md5"), dict({ local: { "master.pub": "md5(M)" } }));
    assert.deepEqual(await keys("print", "bad1"), dict({ minions_rejected: { bad1: "rejected:bad1" } }));
    assert.deepEqual(await keys("print", "nosuch"), new Map());
  });

  it("makes keys", async () => {
    const pair = dict({ priv: "priv4096", pub: "pub" });
    assert.deepEqual(await keys("gen", "keysize=4096"), pair);
    assert.deepEqual(await keys("gen_accept", "new1", "4096"), pair);
    assert.deepEqual(await keys("gen_accept", "web1"), new Map());
    await assert.rejects(keys("gen_accept", "../web1"), SaltInvocationError);
    await assert.rejects(keys("gen_keys", "/tmp", "../x"), SaltInvocationError);
  });
});

describe("roots", () => {
  it("are read and written below their directories only", async (t) => {
    const root = join(folder(t), "srv");
    mkdirSync(join(root, "sub"), { recursive: true });
    writeFileSync(join(root, "sub", "a.txt"), "hello");
    writeFileSync(join(root, "b.bin"), Buffer.from([0, 1]));
    writeFileSync(join(root, "..", "secret"), "s");
    symlinkSync("/", join(root, "out"));
    const roots = call(fileRoots, { opts: dict({ file_roots: { base: [root] } }) });
    const text = join(root, "sub", "a.txt");
    assert.deepEqual(await roots("find", "sub/a.txt"), [dict({ [text]: "txt" })]);
    assert.deepEqual(await roots("find", "b.bin"), [dict({ [join(root, "b.bin")]: "bin" })]);
    assert.deepEqual(await roots("read", "sub/a.txt"), [dict({ [text]: "hello" })]);
    assert.deepEqual(await roots("read", "b.bin"), []);
    for (const path of ["../secret", "/etc/passwd", "out/etc/passwd", "nosuch"]) {
      assert.deepEqual(await roots("find", path), [], path);
    }
    const tree = { sub: { "a.txt": "f" }, "b.bin": "f", out: "f" };
    assert.deepEqual(await roots("list_roots"), dict({ base: [{ [root]: tree }] }));
    assert.deepEqual(await roots("list_env", "nosuch"), new Map());
    assert.equal(await roots("write", "x", "new/c"), `Wrote data to file ${join(root, "new", "c")}`);
    assert.equal(readFileSync(join(root, "new", "c"), "utf8"), "x");
    assert.equal(await roots("write", "x", "../d"), "Invalid path: ../d");
    assert.equal(await roots("write", "x", "out/d"), "Invalid path: out/d");
    const absolute = "The path passed in /d is not relative to the environment base";
    assert.equal(await roots("write", "x", "/d"), absolute);
    assert.equal(await roots("write", "x", "d", "nosuch"), "Named environment nosuch is not present");
  });
});

describe("the small wheel modules", () => {
  it("answer", async (t) => {
    assert.deepEqual(await call(minions)("connected"), ["a", "b"]);
    assert.deepEqual(await call(error)("error"), new Map());
    await assert.rejects(call(error)("error", "name=ValueError", "message=m"), { name: "ValueError" });
    const dir = folder(t);
    const opts = dict({ default_include: "master.d/*.conf" });
    const own = call(config, { opts, configFile: join(dir, "master") });
    assert.deepEqual(await own("values"), opts);
    assert.equal(await own("update_config", "gui", "{timeout: 9}"), "Wrote gui.conf");
    assert.deepEqual(JSON.parse(readFileSync(join(dir, "master.d", "gui.conf"), "utf8")), { timeout: 9 });
    assert.equal(await own("update_config", "../gui", "{}"), "Invalid path");
    await assert.rejects(own("apply", "timeout", "9"), SaltInvocationError);
  });
});

it("key.gen_signature signs what is there, and says what is missing", async (t) => {
  const dir = folder(t);
  const asked: unknown[] = [];
  const sign: KeyManager["sign"] = async (signing) => {
    asked.push(signing);
    if (!signing.autoCreate) throw new SaltError("NO_PRIVATE_KEY", "none");
    return true;
  };
  const keys = call(key, { keyring: { sign }, opts: dict({ master_pubkey_signature: "sig" }) });
  assert.equal(await keys("gen_signature", "''", "''", dir, "auto_create=True"), true);
  assert.deepEqual(asked, [
    {
      ...{ publicKey: undefined, privateKey: undefined, targetDir: dir, targetName: "sig" },
      ...{ autoCreate: true, bits: 2048 },
    },
  ]);
  assert.equal(await keys("gen_signature", "''", "''", dir), "No usable private-key found");
  const missing = join(dir, "none.pub");
  assert.equal(await keys("gen_signature", "''", missing, dir), `Public-key ${missing} does not exist`);
});
