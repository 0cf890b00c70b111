import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket, Server as TcpServer } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DigestMemory, dict, nullLogger } from "@salt/core";
import type { FileClient } from "./file-client.js";
import { getUrl, urlContent } from "./get-url.js";
import { shownUrl } from "./web-file.js";

const place = mkdtempSync(join(tmpdir(), "salt-url-"));
after(() => rmSync(place, { recursive: true }));
const client: FileClient = {
  digests: new DigestMemory(),
  opts: dict({ cachedir: join(place, "cache") }),
  request: async () => null,
  signal: new AbortController().signal,
  log: nullLogger,
};
const options = { saltenv: "base" };
const portOf = (server: TcpServer): number => (server.address() as AddressInfo).port;

describe("files of web servers", () => {
  let server: Server;
  let base: string;
  const seen: IncomingMessage[] = [];

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    seen.push(request);
    const { url = "" } = request;
    if (url === "/away") response.writeHead(302, { location: "/file.txt" }).end();
    else if (url === "/loop") response.writeHead(302, { location: "/loop" }).end();
    else if (url === "/other") response.writeHead(302, { location: "ftp://127.0.0.1/x" }).end();
    else if (url === "/short") {
      response.writeHead(200, { "content-length": "100" });
      response.write("short", () => request.socket.destroy());
    } else if (url.startsWith("/file.txt") || url === "/") {
      if (request.headers["if-none-match"] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end("content");
    } else response.writeHead(404).end("no");
  };

  before(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${portOf(server)}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  test("go to a path, below a directory, or into the cache", async () => {
    assert.equal(await getUrl(client, `${base}/file.txt`, join(place, "x"), options), join(place, "x"));
    assert.equal(readFileSync(join(place, "x"), "utf8"), "content");
    assert.equal(await getUrl(client, `${base}/file.txt`, place, options), join(place, "file.txt"));
    assert.equal(await getUrl(client, `${base}/`, place, options), join(place, "index.html"));
    assert.equal(await getUrl(client, `${base}/file.txt`, join(place, "no/x"), options), "");
    const cached = await getUrl(client, `${base}/file.txt`, "", options);
    assert.equal(cached, join(place, `cache/extrn_files/base/127.0.0.1${portOf(server)}/file.txt`));
    assert.equal(
      Buffer.from((await urlContent(client, `${base}/file.txt`, options)) || "").toString(),
      "content",
    );
  });

  test("redirects are followed, within limits", async () => {
    await getUrl(client, `${base}/away`, join(place, "away"), options);
    assert.equal(readFileSync(join(place, "away"), "utf8"), "content");
    await assert.rejects(getUrl(client, `${base}/loop`, join(place, "y"), options), /too many redirects/);
    await assert.rejects(getUrl(client, `${base}/other`, join(place, "y"), options), /less safe/);
    assert.equal(existsSync(join(place, "y")), false);
  });

  test("what is missing or broken off is an error, and leaves nothing behind", async () => {
    await assert.rejects(getUrl(client, `${base}/nosuch`, join(place, "z"), options), /HTTP 404/);
    await assert.rejects(getUrl(client, `${base}/short`, join(place, "z"), options), /reading/);
    assert.equal(existsSync(join(place, "z")), false);
  });

  test("a server that is not there is told of as Python does", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const port = portOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    const asked = getUrl(client, `http://127.0.0.1:${port}/x%20y`, join(place, "z"), options);
    await assert.rejects(asked, /Error: \[Errno 111\] Connection refused reading \/x y$/);
  });

  test("the account of a URL is used and not shown", async () => {
    const url = new URL(`${base}/file.txt`);
    url.username = "me";
    url.password = "secret";
    await getUrl(client, url.href, join(place, "x"), options);
    const [, packed = ""] = (seen.at(-1)?.headers.authorization ?? "").split(" ");
    assert.equal(Buffer.from(packed, "base64").toString(), "me:secret");
    assert.equal(shownUrl(url).includes("secret"), false);
    url.pathname = "/nosuch";
    await assert.rejects(
      getUrl(client, url.href, join(place, "x"), options),
      (error: Error) => !error.message.includes("secret"),
    );
  });

  test("a cached copy with the right digest or etag is not fetched again", async () => {
    const cached = await getUrl(client, `${base}/file.txt`, "", { ...options, useEtag: true });
    assert.ok(typeof cached === "string");
    writeFileSync(cached, "changed here");
    await getUrl(client, `${base}/file.txt`, "", { ...options, useEtag: true });
    assert.equal(readFileSync(cached, "utf8"), "changed here");
    const before = seen.length;
    const sourceHash = "sha256=ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    await getUrl(client, `${base}/file.txt`, "", { ...options, sourceHash });
    await getUrl(client, `${base}/file.txt`, "", { ...options, sourceHash });
    assert.equal(seen.length, before + 1);
  });
});

describe("files of FTP servers", () => {
  let server: TcpServer;
  const said: string[] = [];

  const serve = (control: Socket): void => {
    control.on("error", () => {});
    control.write("220-hello\r\n220 ready\r\n");
    let data: TcpServer | undefined;
    control.on("close", () => data?.close());
    control.on("data", (chunk) => {
      for (const line of chunk
        .toString()
        .split("\r\n")
        .filter((each) => each !== "")) {
        said.push(line);
        if (line.startsWith("USER")) control.write("331 password\r\n");
        else if (line.startsWith("PASS")) control.write("230 in\r\n");
        else if (line === "TYPE I") control.write("200 ok\r\n");
        else if (line === "EPSV") {
          data = createTcpServer((socket) => socket.on("error", () => {}).end("over ftp"));
          data.listen(0, "127.0.0.1", () =>
            control.write(`229 Passive (|||${portOf(data as TcpServer)}|)\r\n`),
          );
        } else if (line === "RETR /pub/a b") {
          control.write("150 here\r\n226 done\r\n");
        } else {
          control.write("550 no such file\r\n");
        }
      }
    });
  };

  before(async () => {
    server = createTcpServer(serve);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => server.close());

  test("are fetched", async () => {
    const url = `ftp://me:pw@127.0.0.1:${portOf(server)}`;
    await getUrl(client, `${url}/pub/a%20b`, join(place, "ftp"), options);
    assert.equal(readFileSync(join(place, "ftp"), "utf8"), "over ftp");
    assert.deepEqual(said, ["USER me", "PASS pw", "TYPE I", "EPSV", "RETR /pub/a b"]);
    await assert.rejects(getUrl(client, `${url}/nosuch`, join(place, "f"), options), /550 no such file/);
  });

  test("a line break is no second command", async () => {
    said.length = 0;
    const url = `ftp://127.0.0.1:${portOf(server)}/a%0d%0aDELE%20x`;
    await assert.rejects(getUrl(client, url, join(place, "f"), options), /line break/);
    assert.equal(
      said.some((line) => line.startsWith("DELE")),
      false,
    );
  });
});

test("paths and file URLs are given back, other schemes refused", async () => {
  assert.equal(await getUrl(client, "file:///etc/hosts", "", options), "/etc/hosts");
  assert.equal(await getUrl(client, "/etc/hosts/", "", options), "/etc/hosts");
  await assert.rejects(getUrl(client, "etc/hosts", "", options), /not absolute/);
  for (const url of ["s3://bucket/x", "gopher://x/y", "http://", "javascript:x"])
    await assert.rejects(getUrl(client, url, "", options), /refused/, url);
});
