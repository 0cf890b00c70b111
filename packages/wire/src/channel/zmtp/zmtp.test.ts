import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { connect } from "node:net";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Logger } from "@salt/core";
import { MalformedError, nullLogger } from "@salt/core";
import fc from "fast-check";
import { openRequestClient } from "../request-client.js";
import type { RequestServer, RequestServerOptions } from "../request-server.js";
import { openRequestServer } from "../request-server.js";
import type { Frame } from "./frames.js";
import { encodeCommand, encodeMessage, FrameParser } from "./frames.js";
import { checkGreeting, GREETING_BYTES, greeting, readCommand, readSocketType, ready } from "./handshake.js";

const address = "127.0.0.1";
const timeoutMs = 20_000;

async function server(t: TestContext, options: Partial<RequestServerOptions> = {}): Promise<RequestServer> {
  const answer = async (body: Uint8Array): Promise<Uint8Array> => body;
  const defaults = { address, port: 0, maxRequestBytes: 1000, maxOpenRequests: 10, log: nullLogger, answer };
  const opened = await openRequestServer({ ...defaults, ...options });
  t.after(() => opened.close());
  return opened;
}

/** A connection that says what the test wants; `frames` gives what comes back after the greeting. */
class Stranger {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  readonly #frames: Frame[] = [];
  #heard: () => void = () => {};

  constructor(port: number) {
    this.socket = connect(port, address);
    this.closed = new Promise((resolve) => this.socket.on("close", () => resolve()));
    const parser = new FrameParser(1e6);
    let skip = GREETING_BYTES;
    this.socket.on("error", () => {});
    this.socket.on("data", (chunk: Buffer) => {
      const rest = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - rest.length;
      this.#frames.push(...parser.push(rest));
      this.#heard();
    });
  }

  /** Waits for so many frames; the first is the server's READY. */
  async frames(count: number): Promise<readonly Frame[]> {
    while (this.#frames.length < count) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    return this.#frames;
  }
}

const hello = (type = "REQ"): Buffer => Buffer.concat([greeting(), ready(type)]);
const request = (...parts: string[]): Buffer =>
  encodeMessage(parts.map((part) => Buffer.from(part, "latin1")));

test("cuts frames however they arrive", () => {
  const bodies = fc.array(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (parts, cuts) => {
      const bytes = Buffer.concat([encodeMessage(parts), encodeCommand("PING", Buffer.alloc(2))]);
      const parser = new FrameParser(400);
      const frames: Frame[] = [];
      for (let start = 0, i = 0; start < bytes.length; i++) {
        const end = start + (cuts[i % cuts.length] ?? 1);
        frames.push(...parser.push(bytes.subarray(start, end)));
        start = end;
      }
      assert.deepEqual(frames.pop()?.command, true);
      assert.deepEqual(
        frames.map((frame) => frame.body),
        parts,
      );
      assert.deepEqual(
        frames.map((frame) => frame.more),
        parts.map((_, i) => i < parts.length - 1),
      );
    }),
  );
});

test("refuses frames that are too large or impossible, by their head", () => {
  for (const head of ["00ff", "0200000000000003e9", "02ffffffffffffffff", "08", "05", "0600000000000fffff"]) {
    const parser = new FrameParser(200);
    assert.throws(() => parser.push(Buffer.from(`${head}00`, "hex")), MalformedError, head);
  }
});

test("random bytes after a handshake are frames or refused, and nothing else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      try {
        for (const { body } of new FrameParser(50).push(bytes)) readSocketType(readCommand(body).data);
        checkGreeting(Buffer.from(bytes));
      } catch (error) {
        assert.ok(error instanceof MalformedError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("knows a greeting, its own and that of a later version, and no other", () => {
  checkGreeting(greeting());
  const later = greeting();
  later[11] = 1;
  checkGreeting(later);
  const changes: readonly (readonly [number, number])[] = [
    [0, 0],
    [9, 0x7e],
    [10, 2],
    [12, 0x50],
  ];
  for (const [place, value] of changes) {
    const wrong = greeting();
    wrong[place] = value;
    assert.throws(() => checkGreeting(wrong), MalformedError);
  }
});

test("tells who sent a request", async (t) => {
  const answer = async (_: Uint8Array, peer: { address: string; port: number }): Promise<Uint8Array> =>
    Buffer.from(`${peer.address} ${peer.port > 0}`);
  const { port } = await server(t, { answer, address: "::", ipv6: true });
  for (const [place, expected] of [["127.0.0.1", "127.0.0.1 true"] as const, ["::1", "::1 true"] as const]) {
    const client = openRequestClient({ address: place, port });
    t.after(() => client.close());
    assert.equal(String(await client.request(Buffer.from("x"), { timeoutMs })), expected);
  }
});

test("answers a relay through all its frames, and a ping by a pong", async (t) => {
  const stranger = new Stranger((await server(t)).port);
  const ping = encodeCommand("PING", Buffer.from("\0\0context", "latin1"));
  stranger.socket.write(Buffer.concat([hello("DEALER"), ping, request("hop", "", "body")]));
  const [, pong, ...reply] = await stranger.frames(5);
  assert.equal(pong?.body.toString("latin1"), "\x04PONGcontext");
  assert.deepEqual(
    reply.map((frame) => String(frame.body)),
    ["hop", "", "body"],
  );
  stranger.socket.destroy();
});

test("gives no reply to a message that is no request, and one to the next", async (t) => {
  const stranger = new Stranger((await server(t)).port);
  stranger.socket.write(
    Buffer.concat([hello("DEALER"), request("alone"), request("a", "b"), request("", "right")]),
  );
  const [, , reply] = await stranger.frames(3);
  assert.equal(String(reply?.body), "right");
  stranger.socket.destroy();
});

const WRONG: Readonly<Record<string, Buffer>> = {
  "another protocol": Buffer.from("GET / HTTP/1.0\r\n\r\n"),
  "an older version": Buffer.concat([Buffer.from("ff00000000000000017f01", "hex"), Buffer.alloc(53)]),
  "a socket that sends no requests": hello("SUB"),
  "a READY without a type": Buffer.concat([greeting(), encodeCommand("READY", Buffer.alloc(0))]),
  "a READY that is cut off": Buffer.concat([greeting(), encodeCommand("READY", Buffer.from([200, 1]))]),
  "a message before READY": Buffer.concat([greeting(), request("", "early")]),
  "a command without a name": Buffer.concat([hello(), Buffer.from([4, 0])]),
  "a request that is too large in one frame": Buffer.concat([
    hello(),
    Buffer.from("0200000000000003e9", "hex"),
  ]),
  "a request that is too large in several": Buffer.concat([
    hello(),
    request("", "x".repeat(600), "x".repeat(600)),
  ]),
  "a request of too many frames": Buffer.concat([hello(), request(...new Array<string>(12).fill("x"))]),
};

for (const [name, bytes] of Object.entries(WRONG)) {
  test(`ends a connection with ${name}, says so once, and serves others`, async (t) => {
    const lines: unknown[] = [];
    const log: Logger = { ...nullLogger, warn: (fields) => lines.push(fields.why) };
    const { port } = await server(t, { log });
    const stranger = new Stranger(port);
    stranger.socket.write(bytes);
    await stranger.closed;
    assert.equal(lines.length, 1);
    const client = openRequestClient({ address, port });
    t.after(() => client.close());
    assert.equal(String(await client.request(Buffer.from("honest"), { timeoutMs })), "honest");
  });
}

test("bounds what is held for unfinished requests of all connections together", async (t) => {
  const { port } = await server(t, { maxRequestBytes: 100_000, maxPartialBytes: 150_000 });
  const unfinished = Buffer.concat([hello(), Buffer.from("0200000000000186a0", "hex"), Buffer.alloc(90_000)]);
  const [first, second] = [new Stranger(port), new Stranger(port)];
  for (const stranger of [first, second]) stranger.socket.write(unfinished);
  await Promise.race([first.closed, second.closed]);
  const client = openRequestClient({ address, port });
  t.after(() => client.close());
  assert.equal((await client.request(Buffer.alloc(40_000), { timeoutMs })).length, 40_000);
  for (const stranger of [first, second]) stranger.socket.destroy();
});

test("takes turns among connections: one that floods does not hold up another", async (t) => {
  const waiting: (() => void)[] = [];
  const order: string[] = [];
  const answer = async (body: Uint8Array): Promise<Uint8Array> => {
    order.push(String(body));
    await new Promise<void>((resolve) => waiting.push(resolve));
    return body;
  };
  const { port } = await server(t, { answer, maxOpenRequests: 1 });
  const flood = new Stranger(port);
  const many = Array.from({ length: 50 }, () => request("", "flood"));
  flood.socket.write(Buffer.concat([hello("DEALER"), ...many]));
  await flood.frames(1);
  while (order.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const client = openRequestClient({ address, port });
  t.after(() => client.close());
  let answered = false;
  const honest = client.request(Buffer.from("honest"), { timeoutMs }).finally(() => {
    answered = true;
  });
  while (!answered) {
    waiting.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.equal(String(await honest), "honest");
  assert.ok(order.includes("honest"));
  const release = setInterval(() => waiting.shift()?.(), 1);
  t.after(() => clearInterval(release));
  flood.socket.destroy();
});

test("holds a bounded number of bytes for one who asks and does not read", async (t) => {
  const piece = Buffer.alloc(256 * 1024);
  let asked = 0;
  const answer = async (body: Uint8Array): Promise<Uint8Array> => {
    if (String(body) !== "piece") return body;
    asked++;
    return piece;
  };
  const { port } = await server(t, { answer, maxOpenRequests: 1000 });
  const deaf = new Stranger(port);
  t.after(() => deaf.socket.destroy());
  deaf.socket.pause();
  deaf.socket.write(hello());
  deaf.socket.write(Buffer.concat(Array.from({ length: 1000 }, () => request("", "piece"))));
  const other = openRequestClient({ address, port });
  t.after(() => other.close());
  for (let i = 0; i < 100; i++) await other.request(Buffer.from("x"), { timeoutMs });
  // Beyond 1 MiB and 16 answers it is the system that holds them, in buffers of some MiB.
  assert.ok(asked > 0 && asked < 200, `${asked} of 1000 answered`);
});
