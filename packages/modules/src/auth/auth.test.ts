/** The built-in auth systems. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { AuthModule, Plain, Value } from "@salt/core";
import { callDirectly, dict, nullLogger } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { apacheMd5 } from "./file/md5-crypt.js";
import { file } from "./file.js";
import { pam } from "./pam.js";
import { rest } from "./rest.js";
import { sharedsecret } from "./sharedsecret.js";
import { yubico } from "./yubico.js";

type Opts = { readonly [name: string]: Plain };

function call(module: AuthModule, name: string, opts: Opts, ...args: readonly string[]): Promise<Value> {
  const fn = module.functions[name];
  assert.ok(fn !== undefined);
  const { context } = fakeContext({ opts: dict(opts) });
  return callDirectly(name, fn, args, new Map(), context);
}

describe("sharedsecret", () => {
  test("every name with the secret, and nobody without one", async () => {
    assert.equal(await call(sharedsecret, "auth", { sharedsecret: "hush" }, "ann", "hush"), true);
    assert.equal(await call(sharedsecret, "auth", { sharedsecret: "hush" }, "ann", "hus"), false);
    assert.equal(await call(sharedsecret, "auth", {}, "ann", ""), false);
    assert.equal(await call(sharedsecret, "auth", { sharedsecret: "" }, "ann", ""), false);
  });
});

describe("file", () => {
  function lets(t: TestContext, text: string, settings: Opts = {}) {
    const dir = mkdtempSync(join(tmpdir(), "auth-"));
    t.after(() => rmSync(dir, { recursive: true, force: true }));
    const filename = join(dir, "users");
    writeFileSync(filename, text);
    const rows = Object.entries({ filename, ...settings }).map(([name, value]) => [`^${name}`, value]);
    const opts = { external_auth: { file: Object.fromEntries(rows) } };
    return (name: string, password: string) => call(file, "auth", opts, name, password);
  }

  test("plain text, the first line of a name counts", async (t) => {
    const letsIn = lets(t, "ann:one\nbob:two\nann:three\n\n");
    assert.equal(await letsIn("ann", "one"), true);
    assert.equal(await letsIn("ann", "three"), false);
    assert.equal(await letsIn("bob", "one"), false);
    assert.equal(await letsIn("eve", ""), false);
    assert.equal(await letsIn("", ""), false);
  });

  test("digests, in the fields that are named", async (t) => {
    const digest = "d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272";
    const settings = { hashtype: "sha256", field_separator: "|", username_field: 2, password_field: 3 };
    const letsIn = lets(t, `46|ann|${digest}\n`, settings);
    assert.equal(await letsIn("ann", "sesame"), true);
    assert.equal(await letsIn("ann", digest), false);
    await assert.rejects(lets(t, `ann:${digest}`, { hashtype: "crc32" })("ann", "x"), { code: "CONFIG" });
  });

  test("htpasswd: every form but passwords in plain text", async (t) => {
    const rows = [
      "apache:$apr1$abcdefgh$GQVaHFsauSKl0cgw4bVFJ/",
      "sha:{SHA}CEo1Ae3vaEXy8eQZjsOiuBz1xrw=",
      "sha512:$6$saltsalt$g3uPFdehVnKoLXdidvSAg1zlVgYomPr0X/xgdXSBn2LuxZUOGgYW4IULZkguZ77fzYteIur49AGHmF9iek6Sf1",
      "md5:$1$saltsalt$J3RStOYaRn/5Iz9DGbAnx1",
      "bcrypt:$2y$05$abcdefghijklmnopqrstuuKcS.CYWVYVaLiiCKrrc0A5s3mGesJ9O",
      "des:abnqrLigH.z/s",
      "text:sesame",
      "locked:!",
      "empty:",
    ];
    const letsIn = lets(t, rows.join("\n"), { filetype: "htpasswd" });
    for (const name of ["apache", "sha", "sha512", "md5", "bcrypt", "des"]) {
      assert.equal(await letsIn(name, "sesame"), true, name);
      assert.equal(await letsIn(name, "sesam"), false, name);
    }
    for (const [name, password] of [
      ["text", "sesame"],
      ["locked", "!"],
      ["empty", ""],
      ["sha512", "sesame\0"],
    ] as const) {
      assert.equal(await letsIn(name, password), false, name);
    }
  });

  test("htdigest needs its realm", async (t) => {
    const text = "ann:here:9bfd95066ea820019b68a30f9db4db44\n";
    const letsIn = lets(t, text, { filetype: "htdigest", realm: "here" });
    assert.equal(await letsIn("ann", "sesame"), true);
    assert.equal(await letsIn("ann", "x"), false);
    assert.equal(await lets(t, text, { filetype: "htdigest", realm: "there" })("ann", "sesame"), false);
    await assert.rejects(lets(t, text, { filetype: "htdigest" })("ann", "sesame"), { code: "CONFIG" });
  });

  test("a file that is not there lets nobody in and says so", async () => {
    const opts = { external_auth: { file: { "^filename": "/nonexistent/users" } } };
    await assert.rejects(call(file, "auth", opts, "ann", "x"), { code: "CONFIG" });
  });

  test("Apache's MD5, as OpenSSL makes it", () => {
    for (const [password, hashed] of [
      ["hush hush", "$apr1$abcdefgh$LTHDbim7o/0cFlmtaiYzC/"],
      ["", "$apr1$x$tMwYqBfQwi3FYAr0aJc8M/"],
      ["a very long password that is longer than sixteen bytes", "$apr1$r31....1$XGzVA89YSkq23XQtFmx1L/"],
    ] as const) {
      assert.equal(apacheMd5(password, hashed), hashed);
    }
  });
});

describe("rest", () => {
  async function service(t: TestContext, answer: (body: string) => readonly [number, string]): Promise<Opts> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (piece) => {
        body += String(piece);
      });
      request.on("end", () => {
        const [status, text] = answer(body);
        response.writeHead(status, status === 302 ? { location: "/other" } : {}).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    return { external_auth: { rest: { "^url": `http://127.0.0.1:${port}/`, ann: ["test.*"] } } };
  }

  test("the service is asked with name and password, and gives rules", async (t) => {
    const asked: string[] = [];
    const opts = await service(t, (body) => {
      asked.push(body);
      return body.includes("password=right") ? [200, '["grains.*", {"web*": ["cmd.run"]}]'] : [401, "no"];
    });
    assert.equal(await call(rest, "auth", opts, "ann", "right"), true);
    assert.equal(await call(rest, "auth", opts, "ann", "wrong&password=right"), false);
    assert.equal(asked[0], "username=ann&password=right");
    const rules = ["test.*", "grains.*", dict({ "web*": ["cmd.run"] })];
    assert.deepEqual(await call(rest, "acl", opts, "ann", "right"), rules);
    assert.equal(await call(rest, "acl", opts, "eve", "wrong"), null);
  });

  test("a password is not carried on to where the service points", async (t) => {
    const opts = await service(t, () => [302, ""]);
    await assert.rejects(call(rest, "auth", opts, "ann", "right"));
  });

  test("without an address nobody gets in", async () => {
    await assert.rejects(call(rest, "auth", {}, "ann", "x"), { code: "CONFIG" });
  });
});

describe("pam", () => {
  test("names and services that cannot be are refused before anybody is asked", async () => {
    const opts = { "auth.pam.python": "/nonexistent/python" };
    assert.equal(await call(pam, "auth", opts, "", "x"), false);
    assert.equal(await call(pam, "auth", opts, "a\nb", "x"), false);
    assert.equal(await call(pam, "auth", opts, "ann", "x\0"), false);
    assert.equal(await call(pam, "auth", { ...opts, "auth.pam.service": "../x" }, "ann", "x"), false);
  });

  test("a Python that is not there is told of, without the password", async () => {
    const opts = { "auth.pam.python": "/nonexistent/python" };
    await assert.rejects(call(pam, "auth", opts, "ann", "hushhush"), (error: unknown) => {
      assert.ok(error instanceof Error && !error.message.includes("hushhush"));
      return error.message.includes("/nonexistent/python");
    });
  });

  test("a user that is not there is in no group, and gets in with no password", async () => {
    assert.deepEqual(await call(pam, "groups", {}, "nosuchuserhere"), []);
    assert.equal(await call(pam, "auth", { "auth.pam.service": "other" }, "nosuchuserhere", "x"), false);
  });
});

test("systems that are not served say why", async () => {
  const { context } = fakeContext();
  assert.match(String(await yubico.available({ ...context, log: nullLogger })), /pam_yubico/);
});
