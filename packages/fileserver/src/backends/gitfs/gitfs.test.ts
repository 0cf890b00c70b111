import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { defaultsOf, dict, masterOptions, nullLogger, toValue } from "@salt/core";
import type { FileServer } from "../../file-server.js";
import { openFileServer } from "../../open-file-server.js";
import { withoutPassword } from "./git-command.js";

const place = mkdtempSync(join(tmpdir(), "salt-gitfs-"));
const work = join(place, "work");
const git = (...args: readonly string[]): void => {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=master"];
  execFileSync("git", [...who, "-C", work, ...args], { stdio: "ignore" });
};
const commit = (name: string, text: string): void => {
  mkdirSync(dirname(join(work, name)), { recursive: true });
  writeFileSync(join(work, name), text);
  git("add", "-A");
  git("commit", "-m", name);
};

function open(remote: Plain, options: { readonly [name: string]: unknown } = {}): FileServer {
  const gitfs_remotes = toValue([remote]);
  const config = { ...defaultsOf(masterOptions), cachedir: join(place, "cache"), gitfs_remotes, ...options };
  return openFileServer({ ...config, fileserver_backend: ["gitfs"] }, nullLogger);
}

const contentOf = async (server: FileServer, path: string, saltenv: string): Promise<string | undefined> => {
  const found = await server.find(path, saltenv);
  return found === undefined ? undefined : readFileSync(found.path, "utf8");
};

before(() => {
  mkdirSync(work);
  git("init");
  commit("top.sls", "one");
  commit("states/web/init.sls", "web");
  symlinkSync("top.sls", join(work, "link.sls"));
  symlinkSync("/etc/passwd", join(work, "way-out"));
  git("add", "-A");
  git("commit", "-m", "links");
  git("tag", "-a", "v1", "-m", "v1");
  git("checkout", "-b", "feature/x");
  commit("top.sls", "branch");
  git("checkout", "master");
});
after(() => rmSync(place, { recursive: true }));

describe("gitfs", () => {
  test("branches and tags are environments, master is base", async () => {
    const server = open(work);
    assert.deepEqual([...(await server.environments()).values()], [[]]);
    await server.update();
    assert.deepEqual((await server.environments()).get("gitfs"), ["base", "feature/x", "v1"]);
    assert.equal(await contentOf(server, "top.sls", "base"), "one");
    assert.equal(await contentOf(server, "top.sls", "feature/x"), "branch");
    assert.equal(await contentOf(server, "top.sls", "nosuch"), undefined);
    assert.deepEqual(await server.list("files", "base"), [
      "link.sls",
      "states/web/init.sls",
      "top.sls",
      "way-out",
    ]);
    assert.deepEqual(await server.list("dirs", "base"), ["states", "states/web"]);
  });

  test("links inside the repository are followed, others not", async () => {
    const server = open(work);
    await server.update();
    assert.equal(await contentOf(server, "link.sls", "base"), "one");
    assert.equal(await contentOf(server, "way-out", "base"), undefined);
  });

  test("an update brings what is new, also to a server that another one updated for", async () => {
    const [server, other] = [open(work), open(work)];
    await server.update();
    assert.equal(await contentOf(other, "new.sls", "base"), undefined);
    commit("new.sls", "new");
    await server.update();
    assert.equal(await contentOf(server, "new.sls", "base"), "new");
    assert.equal(await contentOf(other, "new.sls", "base"), "new");
  });

  test("a root, a mount point, and environments with settings of their own", async () => {
    const server = open(
      dict([
        [
          work,
          [
            { name: "own" },
            { root: "states" },
            { mountpoint: "salt://mounted" },
            { saltenv: [{ prod: [{ ref: "v1" }, { mountpoint: "" }] }] },
            { saltenv_whitelist: ["base", "prod"] },
          ],
        ],
      ]),
    );
    await server.update(null, ["own"]);
    assert.deepEqual((await server.environments()).get("gitfs"), ["base", "prod"]);
    assert.deepEqual(await server.list("files", "base"), ["mounted/web/init.sls"]);
    assert.equal(await contentOf(server, "mounted/web/init.sls", "base"), "web");
    assert.equal(await contentOf(server, "web/init.sls", "prod"), "web");
    assert.equal(await contentOf(server, "web/init.sls", "v1"), undefined);
  });

  test("a lock keeps a remote as it is until it is cleared", async () => {
    const server = open(work, { cachedir: join(place, "locked") });
    const locked = await server.lock();
    assert.equal(locked.done.length, 1);
    await assert.rejects(server.update(), /locked by hand/);
    assert.equal((await server.clearLock(null, "*nothing*")).done.length, 0);
    assert.equal((await server.clearLock(null, `*${work.slice(-6)}`)).done.length, 1);
    await server.update();
    await server.clearCache();
    assert.equal(existsSync(join(place, "locked", "gitfs")), true);
    assert.deepEqual((await server.environments()).get("gitfs"), []);
  });

  test("a remote that cannot be fetched says why, without its password", async () => {
    const server = open("file:///nowhere/at/all");
    await assert.rejects(server.update(), /git fetch failed/);
    assert.equal(withoutPassword("at https://me:secret@host/x"), "at https://<redacted>@host/x");
  });

  test("URLs that would be options or commands are refused", async () => {
    assert.throws(() => open("--upload-pack=touch x"), /is no URL/);
    assert.throws(() => open(dict([[work, [{ rooot: "x" }]]])), /unknown setting/);
    assert.throws(() => open(dict([[work, [{ root: "../x" }]]])), /outside/);
    const proof = join(place, "proof");
    await assert.rejects(open(`ext::touch ${proof}`).update(), /git fetch failed/);
    assert.equal(existsSync(proof), false);
  });
});
