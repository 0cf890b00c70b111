import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { BusEvent, Logger } from "@salt/core";
import { dict, nullLogger } from "@salt/core";
import type { BusClient } from "./client.js";
import { fireOnBus, openBusClient } from "./client.js";
import type { BusFraming } from "./framing.js";
import { encodeFrame } from "./framing.js";
import type { BusServer, BusServerOptions } from "./server.js";
import { openBusServer } from "./server.js";
import { busPaths } from "./socket-file.js";

const event: BusEvent = { tag: "salt/test", data: dict({ a: 1, blob: Buffer.from([0xff]) }) };

function directory(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "bus-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function bus(t: TestContext, options: Partial<BusServerOptions> = {}): Promise<BusServer> {
  const opened = await openBusServer({
    dir: options.dir ?? directory(t),
    name: "master",
    framing: "3006",
    maxEventBytes: 10_000,
    log: nullLogger,
    onEvent: () => {},
    ...options,
  });
  t.after(() => opened.close());
  return opened;
}

async function client(t: TestContext, path: string): Promise<BusClient> {
  const opened = await openBusClient({ path });
  t.after(() => opened.close());
  return opened;
}

/** Reads one event; the bus publishes again until the new reader is known to it. */
async function hear(server: BusServer, reader: BusClient, sent: BusEvent): Promise<BusEvent> {
  let heard = false;
  const next = reader[Symbol.asyncIterator]()
    .next()
    .finally(() => {
      heard = true;
    });
  while (!heard) {
    server.publish(sent);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { value } = await next;
  assert.ok(value !== undefined);
  return value;
}

for (const framing of ["3006", "3007"] satisfies BusFraming[]) {
  test(`every reader gets every event, with the framing of ${framing}`, async (t) => {
    const server = await bus(t, { framing });
    const readers = [await client(t, server.pubPath), await client(t, server.pubPath)];
    for (const reader of readers) assert.deepEqual(await hear(server, reader, event), event);
  });
}

test("the sockets have their modes, and their directory is private", async (t) => {
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const dir = join(directory(t), "made");
  const old = await bus(t, { dir });
  assert.equal(statSync(dir).mode & 0o777, 0o700);
  assert.equal(statSync(old.pullPath).mode & 0o777, 0o600);
  assert.equal(statSync(old.pubPath).mode & 0o777, 0o600);
  await old.close();
  const later = await bus(t, { dir, framing: "3007" });
  assert.equal(statSync(later.pubPath).mode & 0o777, 0o660);
  assert.equal(process.umask(), 0);
});

test("takes what is fired, and hands it to its owner only", async (t) => {
  const fired: BusEvent[] = [];
  let seen: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const onEvent = (one: BusEvent): void => {
    fired.push(one);
    seen();
  };
  const server = await bus(t, { framing: "3007", onEvent });
  await fireOnBus({ path: server.pullPath, event, timeoutMs: 20_000 });
  await arrived;
  assert.deepEqual(fired, [event]);
});

test("refuses what is fired too large or out of form, and goes on", async (t) => {
  let seen: (one: BusEvent) => void = () => {};
  const arrived = new Promise<BusEvent>((resolve) => {
    seen = resolve;
  });
  const server = await bus(t, { onEvent: (one) => seen(one) });
  const rubbish = ["7fffffff", "00000001c1", "00000001c0", "c1", "93", "ffff", "000000"];
  const frames = rubbish.map((bytes) => Buffer.from(bytes, "hex"));
  for (const bytes of [
    ...frames,
    encodeFrame(Buffer.from("no blank line"), "3006"),
    Buffer.alloc(100_000, 0x20),
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(server.pullPath, () => socket.end(bytes));
      socket.on("error", () => {}).on("close", () => resolve());
    });
  }
  await fireOnBus({ path: server.pullPath, event, timeoutMs: 20_000 });
  assert.deepEqual(await arrived, event);
});

test("drops a reader that does not read", async (t) => {
  let dropped: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    dropped = resolve;
  });
  const log: Logger = { ...nullLogger, warn: () => dropped() };
  const server = await bus(t, { log, maxQueuedBytes: 100_000 });
  const reader = connect(server.pubPath);
  reader.pause().on("error", () => {});
  t.after(() => reader.destroy());
  let full = false;
  void gone.then(() => {
    full = true;
  });
  const large: BusEvent = { tag: "large", data: dict({ text: "x".repeat(9000) }) };
  while (!full) {
    server.publish(large);
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test("trims events that are too large as the reference does", async (t) => {
  const server = await bus(t);
  const reader = await client(t, server.pubPath);
  const data = dict({ id: "web1", return: "x".repeat(20_000), jid: "20260102030405000678" });
  const heard = await hear(server, reader, { tag: "t", data });
  assert.deepEqual(heard.data, new Map(data).set("return", "VALUE_TRIMMED"));
});

test("an event that cannot be published is logged and forgotten", async (t) => {
  const server = await bus(t);
  const reader = await client(t, server.pubPath);
  assert.deepEqual(await hear(server, reader, event), event);
  server.publish({ tag: "a\n\nb", data: dict() });
  server.publish({ tag: "x".repeat(20_000), data: dict() });
  assert.deepEqual(await hear(server, reader, event), event);
});

test("takes the place of a dead owner, and leaves that of a living one", async (t) => {
  const dir = directory(t);
  const { pub, pull } = busPaths(dir, "master");
  const dead = createServer();
  await new Promise<void>((resolve) => dead.listen(join(dir, "dead"), resolve));
  const { renameSync } = await import("node:fs");
  renameSync(join(dir, "dead"), pub);
  await new Promise((resolve) => dead.close(resolve));
  assert.ok(existsSync(pub));
  const server = await bus(t, { dir });
  await assert.rejects(bus(t, { dir }), { code: "BUS", hint: /stop it/ });
  const reader = await client(t, server.pubPath);
  assert.deepEqual(await hear(server, reader, event), event);
  await server.close();
  assert.ok(!existsSync(pub) && !existsSync(pull));
  writeFileSync(pull, "a file");
  await assert.rejects(bus(t, { dir }), { code: "BUS", message: /no socket/ });
});

test("readers and firers learn that nobody is there", async (t) => {
  const path = join(directory(t), "none.ipc");
  await assert.rejects(openBusClient({ path }), { code: "BUS", hint: /running/ });
  await assert.rejects(fireOnBus({ path, event, timeoutMs: 20_000 }), { code: "BUS" });
  await assert.rejects(bus(t, { dir: `/tmp/${"d".repeat(120)}` }), { code: "BUS", hint: /shorter/ });
});

test("a reader ends when the bus closes, when it is closed and when it is aborted", async (t) => {
  const server = await bus(t);
  const controller = new AbortController();
  const closing = await client(t, server.pubPath);
  const aborting = await openBusClient({ path: server.pubPath, signal: controller.signal });
  const staying = await client(t, server.pubPath);
  const ends = [closing, aborting, staying].map((reader) => reader[Symbol.asyncIterator]().next());
  closing.close();
  controller.abort();
  await server.close();
  for (const end of ends) assert.equal((await end).done, true);
});
