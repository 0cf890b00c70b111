import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { DigestMemory, dict, getString, nullLogger, toValue } from "@salt/core";
import type { FileClient } from "./file-client.js";
import type { SyncOptions } from "./sync-plugins.js";
import { syncPlugins } from "./sync-plugins.js";

const place = mkdtempSync(join(tmpdir(), "salt-sync-"));
after(() => rmSync(place, { recursive: true }));

let root: string;
let served: Map<string, string>;
beforeEach(() => {
  root = mkdtempSync(join(place, "minion-"));
  served = new Map([
    ["_modules/one.py", "1"],
    ["_modules/pack/__init__.py", "p"],
    ["_modules/two.js", "2"],
    ["_modules/readme.md", "no"],
    ["_modulesother/x.py", "no"],
  ]);
});

function client(opts: { readonly [name: string]: Plain } = {}): FileClient {
  const answer = (load: ReadonlyMap<Value, Value>): Plain => {
    if (load.get("cmd") === "_file_list") return [...served.keys()];
    const content = Buffer.from(served.get(getString(load, "path") ?? "") ?? "");
    const hsum = createHash("sha256").update(content).digest("hex");
    if (load.get("cmd") === "_serve_file") return { data: content, dest: "x" };
    return [{ hash_type: "sha256", hsum }, [0, 0, 0, 0, 0, 0, content.length]];
  };
  return {
    opts: dict({ cachedir: join(root, "cache"), extension_modules: join(root, "extmods"), ...opts }),
    request: async (load) => toValue(answer(load)),
    signal: new AbortController().signal,
    log: nullLogger,
    digests: new DigestMemory(),
  };
}

const all: SyncOptions = { saltenvs: ["base"], whitelist: null, blacklist: null };

describe("syncing plugins", () => {
  test("brings what can be a plugin, for this account alone, and once", async () => {
    const first = await syncPlugins(client(), "modules", all);
    assert.deepEqual(first.changed, ["modules.one", "modules.pack.__init__", "modules.two"]);
    assert.equal(readFileSync(join(root, "extmods/modules/one.py"), "utf8"), "1");
    assert.equal(statSync(join(root, "extmods/modules/one.py")).mode & 0o777, 0o600);
    assert.equal(existsSync(join(root, "extmods/modules/readme.md")), false);
    assert.deepEqual(await syncPlugins(client(), "modules", all), { changed: [], touched: false });
    served.set("_modules/one.py", "changed");
    assert.deepEqual((await syncPlugins(client(), "modules", all)).changed, ["modules.one"]);
  });

  test("removes what the file server has no more, unless told not to", async () => {
    await syncPlugins(client(), "modules", all);
    served.delete("_modules/pack/__init__.py");
    assert.equal(
      (await syncPlugins(client({ clean_dynamic_modules: false }), "modules", all)).touched,
      false,
    );
    assert.ok(existsSync(join(root, "extmods/modules/pack/__init__.py")));
    mkdirSync(join(root, "extmods/modules/__pycache__"));
    writeFileSync(join(root, "extmods/modules/__pycache__/one.pyc"), "");
    assert.deepEqual(await syncPlugins(client(), "modules", all), { changed: [], touched: true });
    assert.equal(existsSync(join(root, "extmods/modules/pack")), false);
    assert.ok(existsSync(join(root, "extmods/modules/__pycache__/one.pyc")));
  });

  test("lists of names, of the call and of the options", async () => {
    const changed = async (
      opts: { readonly [name: string]: Plain },
      options: Partial<SyncOptions>,
    ): Promise<unknown> => {
      rmSync(join(root, "extmods"), { recursive: true, force: true });
      return (await syncPlugins(client(opts), "modules", { ...all, ...options })).changed;
    };
    assert.deepEqual(await changed({}, { whitelist: "one,three" }), ["modules.one"]);
    assert.deepEqual(await changed({}, { blacklist: toValue({ modules: ["one", "two"] }) }), [
      "modules.pack.__init__",
    ]);
    assert.deepEqual(await changed({ extmod_whitelist: { modules: ["two"] } }, {}), ["modules.two"]);
    assert.deepEqual(await changed({ extmod_whitelist: { grains: [] } }, { blacklist: "one" }), [
      "modules.pack.__init__",
      "modules.two",
    ]);
  });

  test("a master cannot put a plugin elsewhere", async () => {
    served.set("_modules/../../../../evil.py", "evil");
    await assert.rejects(syncPlugins(client(), "modules", all), /names no file/);
    assert.equal(existsSync(join(root, "evil.py")), false);
    await assert.rejects(syncPlugins(client(), "modules", { ...all, saltenvs: ["../.."] }), /environment/);
  });
});
