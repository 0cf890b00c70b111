/** Certificates of `NODE_EXTRA_CA_CERTS` that Node did not read: they count for TLS, and for nothing before. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const SALT_CALL = fileURLToPath(new URL("../../bin/salt-call.js", import.meta.url));
const MODULE = new URL("extra-certificates.js", import.meta.url).href;

/** Asks a server by `fetch`, or by what it imports; prints what the server says, or why it was not trusted. */
const ASK = `
import { createRequire } from "node:module";
const [, module, way, url] = process.argv;
const { deferExtraCertificates } = await import(module);
const before = deferExtraCertificates(process.env, createRequire(module));
const ask = {
  fetch: async () => (await fetch(url)).text(),
  https: async () => {
    before("node:https");
    const { get } = await import("node:https");
    const answer = await new Promise((resolve, reject) => get(url, resolve).on("error", reject));
    return (await answer.toArray()).join("");
  },
};
process.stdout.write(await ask[way]().catch((error) => String(error.cause?.code ?? error.code)));
`;

describe("NODE_EXTRA_CA_CERTS", () => {
  let dir = "";
  let certificate = "";
  let url = "";
  const web = createServer((_request, response) => response.end("hello"));
  const environment = (extra: Record<string, string>): NodeJS.ProcessEnv => {
    const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = process.env;
    return { ...rest, ...extra };
  };
  const call = async (env: Record<string, string>, ...words: readonly string[]): Promise<string> => {
    const line = ["--local", "-c", dir, "--out=txt", ...words];
    return (await run(SALT_CALL, line, { env: environment(env) })).stdout.trim().replace(/^local: /, "");
  };

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), "extra-certificates-"));
    writeFileSync(join(dir, "minion"), `root_dir: ${dir}\n`);
    certificate = join(dir, "server.crt");
    const key = join(dir, "server.key");
    await call({}, "x509.create_private_key", `path=${key}`, "bits=2048");
    const subject = ["CN=localhost", "subjectAltName=IP:127.0.0.1", "basicConstraints=CA:TRUE"];
    await call(
      {},
      "x509.create_certificate",
      `path=${certificate}`,
      `signing_private_key=${key}`,
      ...subject,
    );
    web.setSecureContext({ key: readFileSync(key), cert: readFileSync(certificate) });
    web.listen(0, "127.0.0.1");
    await once(web, "listening");
    const address = web.address();
    url = `https://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
  });
  after(() => {
    web.close();
    rmSync(dir, { recursive: true });
  });

  for (const way of ["fetch", "https"]) {
    const ask = async (env: Record<string, string>): Promise<string> => {
      const words = ["--input-type=module", "--eval", ASK, MODULE, way, url];
      return (await run(process.execPath, words, { env: environment(env) })).stdout;
    };
    it(`counts when it was put aside and a server is asked by ${way}`, async () => {
      assert.equal(await ask({ SALT_NODE_EXTRA_CA_CERTS: certificate }), "hello");
      assert.equal(await ask({}), "DEPTH_ZERO_SELF_SIGNED_CERT");
    });
  }

  it("is passed over with a warning when its file cannot be read", async () => {
    const env = environment({ SALT_NODE_EXTRA_CA_CERTS: join(dir, "missing") });
    const words = ["--input-type=module", "--eval", ASK, MODULE, "https", url];
    const { stdout, stderr } = await run(process.execPath, words, { env });
    assert.equal(stdout, "DEPTH_ZERO_SELF_SIGNED_CERT");
    assert.match(stderr, /NODE_EXTRA_CA_CERTS is not used: .*missing/);
  });

  it("counts for a command, which leaves it to its children", async () => {
    const env = { NODE_EXTRA_CA_CERTS: certificate };
    assert.match(await call(env, "cp.get_url", url, "dest=None"), /hello/);
    await assert.rejects(call({}, "cp.get_url", url, "dest=None"), /self-signed certificate/);
    assert.equal(await call(env, "cmd.run", "env | grep EXTRA_CA"), `NODE_EXTRA_CA_CERTS=${certificate}`);
  });
});
