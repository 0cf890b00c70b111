/**
 * Passwords for https: a real git signs in at a real server, and neither its command line nor the disk has them.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { Server } from "node:https";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Plain } from "@salt/core";
import { SaltInvocationError } from "@salt/core";
import { fakeContext } from "../../testing/execution-context.js";
import { CERTIFICATE, PRIVATE_KEY } from "../../testing/self-signed.js";
import { environmentFor } from "./credentials.js";

const PASSWORD = "pässw:rd@1";
const account = { https_user: "me", https_pass: PASSWORD };
const call = (name: string, args: readonly Plain[], kwargs: { readonly [name: string]: Plain } = {}) =>
  fakeContext().context.call(`git.${name}`, args, kwargs);

describe("https with a password", () => {
  const folder = mkdtempSync(join(tmpdir(), "git-https-"));
  const [origin, copy, log] = [join(folder, "origin"), join(folder, "copy"), join(folder, "log")];
  const path = process.env.PATH;
  let server: Server;
  let url = "";

  before(async () => {
    const git = (...words: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=n", "-c", "user.email=n@example.org", ...words], {
        cwd: folder,
        stdio: "pipe",
      });
    git("init", "-q", "-b", "main", origin);
    git("-C", origin, "commit", "-q", "--allow-empty", "-m", "one");
    git("-C", origin, "update-server-info");
    server = createServer({ key: PRIVATE_KEY, cert: CERTIFICATE }, (request, response) => {
      const wanted = `Basic ${Buffer.from(`me:${PASSWORD}`).toString("base64")}`;
      const file = join(origin, ".git", (request.url ?? "").replace(/\?.*$/, "").replace("/repo", ""));
      if (request.headers.authorization !== wanted)
        response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      else if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/repo`;
    writeFileSync(join(folder, "ca.pem"), CERTIFICATE);
    // Stands before the real git, and writes down every command line.
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "git"), `#!/bin/sh\necho "$@" >> '${log}'\nexec '${real}' "$@"\n`);
    chmodSync(join(folder, "bin", "git"), 0o755);
    process.env.PATH = `${join(folder, "bin")}:${path}`;
    process.env.GIT_SSL_CAINFO = join(folder, "ca.pem");
    process.env.GIT_TERMINAL_PROMPT = "0";
  });
  after(() => {
    process.env.PATH = path;
    delete process.env.GIT_SSL_CAINFO;
    delete process.env.GIT_TERMINAL_PROMPT;
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  test("clones, lists and fetches", async () => {
    await assert.rejects(call("ls_remote", [], { remote: url }));
    assert.equal(await call("clone", [copy, url], account), true);
    for (const named of [{ remote: url }, { cwd: copy }])
      assert.match(
        JSON.stringify([...Object(await call("ls_remote", [], { ...named, ...account }))]),
        /refs\/heads\/main/,
      );
    await call("remote_refs", [url], account);
    await assert.rejects(call("fetch", [copy]));
    await call("fetch", [copy], account);
    await call("pull", [copy], account);
    await call("remote_set", [copy, url], account);
    await call("submodule", [copy, "update"], account);
  });

  test("leaves the password on no command line and on no disk", () => {
    const secrets = [
      PASSWORD,
      encodeURIComponent(PASSWORD),
      Buffer.from(`me:${PASSWORD}`).toString("base64"),
    ];
    const lines = readFileSync(log, "utf8");
    assert.match(lines, /clone/);
    const written = readdirSync(copy, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    for (const secret of secrets) {
      assert.ok(!lines.includes(secret));
      for (const text of written) assert.ok(!text.includes(Buffer.from(secret).toString("latin1")));
    }
  });

  test("goes to no other host, and only over https", () => {
    assert.equal(
      environmentFor(url, account).GIT_CONFIG_KEY_0,
      `http.${url.replace("/repo", "/")}.extraHeader`,
    );
    assert.throws(() => environmentFor("http://h/x", account), SaltInvocationError);
    assert.deepEqual(environmentFor("ssh://h/x", { https_user: null, https_pass: null }), {});
  });
});
