/**
 * Repositories over HTTP that are slow, cut off, lie about sizes, serve something else, or are not who they say: a clear
 * error, and not one byte changed.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { SpmError } from "../errors.js";
import { SpmPlace } from "../testing/place.js";
import { CERTIFICATE, PRIVATE_KEY } from "../testing/self-signed.js";

/** What a server writes for a request, byte by byte: no honest library sends such answers. */
type Answer = (socket: Socket) => void;

const OK = "HTTP/1.1 200 OK\r\n";
const sized = (body: Uint8Array, length = body.length): Answer => {
  return (socket) => {
    socket.write(`${OK}content-length: ${length}\r\nconnection: close\r\n\r\n`);
    socket.end(body);
  };
};

describe("repositories over HTTP", () => {
  const answers = new Map<string, Answer>();
  const sockets = new Set<Socket>();
  let server: Server;
  let place: SpmPlace;
  let archive: Buffer;
  let metadata: Buffer;

  before(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("data", (chunk) => {
        const path = /^GET (\S+)/.exec(chunk.toString())?.[1] ?? "";
        (answers.get(path) ?? ((other) => other.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")))(
          socket,
        );
      });
    });
    await listening(server);
    place = new SpmPlace({ spm_timeout: 0.3, spm_max_download: 300_000 });
    await place.build(
      place.source("web", { "web/a": "1", "web/noise": randomBytes(200_000).toString("hex") }),
    );
    await place.run(["create_repo", join(place.dir, "build_dir")]);
    archive = readFileSync(join(place.dir, "build_dir", "web-202301-1.spm"));
    metadata = readFileSync(join(place.dir, "build_dir", "SPM-METADATA"));
    place.write("etc/spm.repos", `far:\n  url: http://127.0.0.1:${portOf(server)}/r\n`);
  });
  beforeEach(() => {
    answers.clear();
    answers.set("/r/SPM-METADATA", sized(metadata));
    answers.set("/r/web-202301-1.spm", sized(archive));
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    place.close();
  });

  /** Everything that spm has written but for metadata of repositories, which come before packages, and its directory. */
  const written = (): unknown => [
    place.tree(),
    readdirSync(place.dir, { recursive: true, encoding: "utf8" })
      .filter((name) => !/(\.metadata|spm\.lock|cache_dir\/far)$/.test(name))
      .sort(),
  ];

  const refused = async (says: RegExp, words: readonly string[] = ["install", "web"]): Promise<void> => {
    await place.run(["list", "packages"]);
    const was = written();
    await assert.rejects(place.run(words), (error: unknown) => {
      assert.ok(error instanceof SpmError, String(error));
      assert.match(error.message, says);
      assert.notEqual(error.exitCode, 0);
      return true;
    });
    assert.deepEqual(written(), was);
    assert.deepEqual(await place.run(["list", "packages"]), []);
  };

  const both: readonly [what: string, bytes: () => Buffer, path: string, words: readonly string[]][] = [
    ["metadata", () => metadata, "/r/SPM-METADATA", ["update_repo"]],
    ["a package", () => archive, "/r/web-202301-1.spm", ["install", "web"]],
  ];
  for (const [what, bytes, path, words] of both) {
    test(`${what} that never comes`, async () => {
      answers.set(path, () => {});
      await refused(/cannot be fetched: only 0 bytes came within 0.3 seconds/, words);
    });

    test(`${what} that stops in the middle`, async () => {
      answers.set(path, (socket) => {
        socket.write(`${OK}content-length: ${bytes().length}\r\n\r\n`);
        socket.write(bytes().subarray(0, 100));
      });
      await refused(/cannot be fetched: only 0 bytes came within 0.3 seconds/, words);
    });

    test(`${what} that is cut off`, async () => {
      answers.set(path, sized(bytes().subarray(0, 100), bytes().length));
      await refused(/cannot be fetched: terminated/, words);
    });

    test(`${what} that is HTML`, async () => {
      answers.set(path, sized(Buffer.from("<!DOCTYPE html><title>Sign in</title>")));
      await refused(/begins with "<!DOCTYPE html|no bzip2 file/, words);
    });

    test(`${what} that is not there`, async () => {
      answers.delete(path);
      await refused(/HTTP 404/, words);
    });

    test(`${what} from a server that speaks no HTTP`, async () => {
      answers.set(path, (socket) => socket.end("220 smtp.example.org ESMTP\r\n"));
      await refused(/cannot be fetched/, words);
    });

    test(`${what} that leads in circles`, async () => {
      answers.set(path, (socket) =>
        socket.end(
          `HTTP/1.1 302 Found\r\nlocation: ${path}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
        ),
      );
      await refused(/cannot be fetched/, words);
    });
  }

  test("a package that is longer than its server says", async () => {
    answers.set("/r/web-202301-1.spm", sized(archive, archive.length - 1000));
    await refused(/cannot be fetched|ends within|no bzip2 file/);
  });

  test("a package that is larger than a download may be", async () => {
    const endless: Answer = (socket) => {
      socket.write(`${OK}\r\n`);
      const chunk = Buffer.alloc(65_536);
      const more = (): void => {
        if (!socket.destroyed) socket.write(chunk, more);
      };
      more();
    };
    answers.set("/r/web-202301-1.spm", endless);
    await refused(/is larger than 300000 bytes/);
  });

  test("a server whose certificate nobody vouches for", async () => {
    const secure = createHttps({ key: PRIVATE_KEY, cert: CERTIFICATE }, (_request, response) => {
      response.end(metadata);
    });
    await listening(secure);
    try {
      place.write("etc/spm.repos", `far:\n  url: https://127.0.0.1:${portOf(secure)}/r\n`);
      await refused(/cannot be fetched: .*(self-signed|certificate)/i, ["update_repo"]);
    } finally {
      secure.closeAllConnections();
      secure.close();
    }
  });
});

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
