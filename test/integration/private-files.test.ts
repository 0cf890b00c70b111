/**
 * Secrets stay where they belong: not in logs, jobs or events, and in files that nobody else reads.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import type { SimMinion } from "@salt/testkit";
import { BusWatch, TestCluster } from "@salt/testkit";

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

describe("secrets", () => {
  const umask = process.umask(0);
  let cluster: TestCluster;
  let bus: BusWatch;
  let sim: SimMinion;
  before(async () => {
    cluster = await TestCluster.start({ minions: ["web1"] });
    bus = await BusWatch.open(cluster.config.sock_dir);
    const returns = await cluster.run(["web1"], "cmd.run", ["echo hello"]);
    assert.equal(returns.get("web1"), "hello");
    sim = await cluster.simulate("sim");
    const wrong = await sim.clear({
      cmd: "publish",
      fun: "test.ping",
      tgt: "*",
      arg: [],
      key: "not-the-key-at-all",
      user: "root",
      kwargs: { token: "token-text", password: "password-text", eauth: "pam", username: "u" },
    });
    assert.ok(wrong !== null);
  });
  after(async () => {
    process.umask(umask);
    bus?.close();
    await cluster.close();
  });

  /** Texts that must not be found anywhere but in their own files. */
  const secrets = (): readonly { readonly what: string; readonly text: string }[] => {
    const cachedir = cluster.config.cachedir;
    const keys = readdirSync(cachedir).filter((name) => name.endsWith("_key"));
    assert.ok(keys.length > 0);
    return [
      ...keys.map((name) => ({ what: name, text: readFileSync(join(cachedir, name), "utf8").trim() })),
      { what: "a session key", text: sim.session.session.keyText },
      { what: "the AES key", text: sim.session.aes.keyText },
      { what: "a key that was wrong", text: "not-the-key-at-all" },
      { what: "a token", text: "token-text" },
      { what: "a password", text: "password-text" },
    ];
  };

  test("are not in the log", () => {
    assert.ok(cluster.book.lines.length > 0);
    for (const { what, text } of secrets()) assert.equal(cluster.book.text.includes(text), false, what);
    assert.equal(cluster.book.text.includes("PRIVATE KEY"), false);
  });

  test("are not on the bus", () => {
    assert.ok(bus.events.length > 0);
    const events = JSON.stringify(bus.events, (_key, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
    for (const { what, text } of secrets()) assert.equal(events.includes(text), false, what);
  });

  test("are in no file but their own", () => {
    const own = /(^|\/)\.[^/]*_key$/;
    for (const path of filesBelow(cluster.tree.path).filter((file) => !own.test(file))) {
      const bytes = readFileSync(path);
      for (const { what, text } of secrets()) assert.equal(bytes.includes(text), false, `${what} in ${path}`);
    }
  });

  test("files and directories are private whatever the umask", () => {
    const isPublic = (path: string): boolean =>
      path.endsWith(".pub") || /pki\/master\/minions[^/]*\//.test(path);
    const files = filesBelow(cluster.tree.path)
      .filter((path) => /\/(pki|cache|run|sock)\//.test(path) && !isPublic(path))
      .map((path) => ({ name: relative(cluster.tree.path, path), mode: statSync(path).mode & 0o777 }));
    assert.ok(files.length > 4, files.map(({ name }) => name).join(" "));
    assert.deepEqual(
      files.filter(({ mode }) => (mode & 0o077) !== 0),
      [],
    );
    for (const folder of [cluster.config.pki_dir, cluster.config.cachedir, cluster.config.sock_dir]) {
      assert.equal(statSync(folder).mode & 0o022, 0, folder);
    }
  });
});
