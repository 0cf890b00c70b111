import assert from "node:assert/strict";
import { connect } from "node:net";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { nullLogger } from "@salt/core";
import { decode } from "../codec/decode.js";
import { readVectors, text } from "../testing/vectors.js";
import { openPublishServer } from "./publish-server.js";
import type { RequestClient, RequestClientOptions } from "./request-client.js";
import { openRequestClient } from "./request-client.js";
import type { RequestServer, RequestServerOptions } from "./request-server.js";
import { openRequestServer } from "./request-server.js";
import type { Subscription } from "./subscription.js";
import { openSubscription, topicOf } from "./subscription.js";

const address = "127.0.0.1";
const timeoutMs = 20_000;
const echo = async (body: Uint8Array): Promise<Uint8Array> => body;

async function server(t: TestContext, options: Partial<RequestServerOptions> = {}): Promise<RequestServer> {
  const defaults = {
    address,
    port: 0,
    maxRequestBytes: 100_000,
    maxOpenRequests: 100,
    log: nullLogger,
    answer: echo,
  };
  const opened = await openRequestServer({ ...defaults, ...options });
  t.after(() => opened.close());
  return opened;
}

function client(t: TestContext, port: number, options: Partial<RequestClientOptions> = {}): RequestClient {
  const opened = openRequestClient({ address, port, ...options });
  t.after(() => opened.close());
  return opened;
}

/** A promise and its resolver: tests wait for what happens, not for time. */
function gate<T = void>(): { readonly opened: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("answers many requests at once, each with its own reply", async (t) => {
  const { port } = await server(t);
  const requests = client(t, port);
  const bodies = Array.from({ length: 300 }, (_, i) => Buffer.from(`request ${i}`));
  const replies = await Promise.all(bodies.map((body) => requests.request(body, { timeoutMs })));
  assert.deepEqual(replies.map(String), bodies.map(String));
});

test("an answer in pieces arrives whole, whatever its size", async (t) => {
  const answer = async (body: Uint8Array): Promise<readonly Uint8Array[]> => [
    body,
    Buffer.alloc(Number(String(body)), "x"),
    body,
  ];
  const { port } = await server(t, { answer });
  const requests = client(t, port);
  for (const size of ["0", "100", "20000", "3000000"]) {
    const reply = await requests.request(Buffer.from(size), { timeoutMs });
    assert.equal(String(reply), `${size}${"x".repeat(Number(size))}${size}`);
  }
});

test("a request that takes long holds up no other", async (t) => {
  const held = gate();
  const answer = async (body: Uint8Array): Promise<Uint8Array> => {
    if (String(body) === "slow") await held.opened;
    return body;
  };
  const { port } = await server(t, { answer });
  const requests = client(t, port);
  const slow = requests.request(Buffer.from("slow"), { timeoutMs });
  assert.equal(String(await requests.request(Buffer.from("fast"), { timeoutMs })), "fast");
  held.open();
  assert.equal(String(await slow), "slow");
});

test("answers with the reference's text when the answer cannot be made", async (t) => {
  const { port } = await server(t, {
    answer: async () => {
      throw new RangeError("broken");
    },
  });
  const reply = await client(t, port).request(Buffer.from("x"), { timeoutMs });
  assert.equal(decode(reply), "Server-side exception handling payload");
});

test("makes senders wait beyond the number of open requests, and answers all", async (t) => {
  let open = 0;
  let most = 0;
  const answer = async (body: Uint8Array): Promise<Uint8Array> => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setImmediate(resolve));
    open--;
    return body;
  };
  const { port } = await server(t, { answer, maxOpenRequests: 3 });
  const requests = client(t, port, { maxSockets: 20 });
  const all = Array.from({ length: 100 }, (_, i) => requests.request(Buffer.from(String(i)), { timeoutMs }));
  assert.equal((await Promise.all(all)).length, 100);
  assert.equal(most, 3);
});

test("drops a request that is too large and serves the next", async (t) => {
  const { port } = await server(t, { maxRequestBytes: 1000 });
  const requests = client(t, port);
  const huge = requests.request(Buffer.alloc(5000), { timeoutMs: 200 });
  await assert.rejects(huge, { code: "TIMEOUT" });
  assert.equal((await requests.request(Buffer.alloc(900), { timeoutMs })).length, 900);
});

test("goes on after strangers who do not speak the protocol", async (t) => {
  const { port } = await server(t);
  for (const rubbish of ["GET / HTTP/1.0\r\n\r\n", "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03", ""]) {
    const left = gate();
    const stranger = connect(port, address, () => stranger.end(Buffer.from(rubbish, "latin1")));
    stranger.on("error", () => {}).on("close", () => left.open());
    stranger.resume();
    await left.opened;
  }
  assert.equal(String(await client(t, port).request(Buffer.from("a"), { timeoutMs })), "a");
});

test("finishes what it has accepted before it closes, and takes nothing more", async (t) => {
  const [accepted, held] = [gate(), gate()];
  const answer = async (body: Uint8Array): Promise<Uint8Array> => {
    accepted.open();
    await held.opened;
    return body;
  };
  const opened = await server(t, { answer });
  const requests = client(t, opened.port);
  const reply = requests.request(Buffer.from("kept"), { timeoutMs });
  await accepted.opened;
  const closed = opened.close();
  const late = requests.request(Buffer.from("late"), { timeoutMs: 300 });
  held.open();
  assert.equal(String(await reply), "kept");
  await assert.rejects(late, { code: "TIMEOUT" });
  await closed;
});

test("closes although an answer never comes", async (t) => {
  const accepted = gate();
  const answer = (): Promise<Uint8Array> => {
    accepted.open();
    return new Promise(() => {});
  };
  const opened = await server(t, { answer, closeTimeoutMs: 20 });
  const lost = client(t, opened.port).request(Buffer.from("x"), { timeoutMs: 500 });
  const rejected = assert.rejects(lost, { code: "TIMEOUT" });
  await accepted.opened;
  await opened.close();
  await rejected;
});

test("says what to do when the port is taken or the address is none", async (t) => {
  const { port } = await server(t);
  await assert.rejects(server(t, { port }), { code: "CHANNEL_BIND", hint: /another port/ });
  await assert.rejects(server(t, { address: "192.0.2.7" }), { code: "CHANNEL_BIND" });
  await assert.rejects(server(t, { address: "a b" }), { code: "CHANNEL_ADDRESS" });
  assert.throws(() => openRequestClient({ address: "x;tcp://y", port }), { code: "CHANNEL_ADDRESS" });
});

test("reaches a server that was started again on its port at once", async (t) => {
  const first = await server(t);
  const requests = client(t, first.port, { maxSockets: 1 });
  await requests.request(Buffer.from("a"), { timeoutMs });
  await first.close();
  await server(t, { port: first.port });
  let reply: Uint8Array | undefined;
  // A request that was written to the dying connection is lost, as with every REQ socket.
  while (reply === undefined)
    reply = await requests.request(Buffer.from("b"), { timeoutMs: 300 }).catch(() => undefined);
  assert.equal(String(reply), "b");
});

test("a request made while nobody listens is answered as soon as somebody does", async (t) => {
  const first = await server(t);
  await first.close();
  const waiting = client(t, first.port).request(Buffer.from("early"), { timeoutMs });
  await server(t, { port: first.port });
  assert.equal(String(await waiting), "early");
});

test("never takes a late reply for that to another request", async (t) => {
  const held = gate();
  const answer = async (body: Uint8Array): Promise<Uint8Array> => {
    if (String(body) === "late") await held.opened;
    return body;
  };
  const { port } = await server(t, { answer });
  const requests = client(t, port, { maxSockets: 1 });
  await assert.rejects(requests.request(Buffer.from("late"), { timeoutMs: 100 }), { code: "TIMEOUT" });
  const next = requests.request(Buffer.from("next"), { timeoutMs });
  held.open();
  assert.equal(String(await next), "next");
});

test("ends requests on close, on abort, and when too many wait", async (t) => {
  const { port } = await server(t, { answer: () => new Promise(() => {}), closeTimeoutMs: 0 });
  const requests = client(t, port, { maxSockets: 1, maxWaiting: 1 });
  const controller = new AbortController();
  const body = Buffer.from("x");
  const running = requests.request(body, { timeoutMs, signal: controller.signal });
  const waiting = requests.request(body, { timeoutMs });
  await assert.rejects(requests.request(body, { timeoutMs }), { code: "CHANNEL_BUSY" });
  controller.abort();
  await assert.rejects(running, { code: "CHANNEL_ABORTED" });
  requests.close();
  await assert.rejects(waiting, { code: "CHANNEL_CLOSED" });
  await assert.rejects(requests.request(body, { timeoutMs }), { code: "CHANNEL_CLOSED" });
});

function subscription(t: TestContext, port: number, topics: readonly string[] | "all"): Subscription {
  const opened = openSubscription({ address, port, topics, reconnectMs: 20, reconnectMaxMs: 40 });
  t.after(() => opened.close());
  return opened;
}

/** Publishes until the subscription has something: when a subscription reaches the publisher cannot be seen. */
async function publishUntilHeard(
  publish: () => Promise<void>,
  next: Promise<IteratorResult<Uint8Array[]>>,
): Promise<string[]> {
  let heard = false;
  const got = next.finally(() => {
    heard = true;
  });
  while (!heard) {
    await publish();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const { value, done } = await got;
  assert.ok(done !== true && Array.isArray(value));
  return value.map(String);
}

test("subscribers hear what is published, and filtered ones their topics only", async (t) => {
  const publisher = await openPublishServer({ address, port: 0, log: nullLogger });
  t.after(() => publisher.close());
  const own = topicOf("web1");
  const publish = async (): Promise<void> => {
    await publisher.publish([Buffer.from(topicOf("web2")), Buffer.from("not for web1")]);
    await publisher.publish([Buffer.from(own), Buffer.from("job")]);
  };
  const filtered = subscription(t, publisher.port, ["broadcast", own])[Symbol.asyncIterator]();
  assert.deepEqual(await publishUntilHeard(publish, filtered.next()), [own, "job"]);
  const all = subscription(t, publisher.port, "all")[Symbol.asyncIterator]();
  assert.equal((await publishUntilHeard(publish, all.next())).length, 2);
});

test("a subscription outlives its publisher and says when it is connected", async (t) => {
  const first = await openPublishServer({ address, port: 0, log: nullLogger });
  const subscriber = subscription(t, first.port, "all");
  const states: string[] = [];
  const lost = gate();
  subscriber.onState((state) => {
    states.push(state);
    if (state === "disconnected") lost.open();
  });
  const heard = subscriber[Symbol.asyncIterator]();
  await publishUntilHeard(() => first.publish([Buffer.from("one")]), heard.next());
  await first.close();
  await assert.rejects(first.publish([Buffer.from("x")]), { code: "CHANNEL_CLOSED" });
  await lost.opened;
  const second = await openPublishServer({ address, port: first.port, log: nullLogger });
  t.after(() => second.close());
  let last: string | undefined;
  while (last !== "two")
    [last] = await publishUntilHeard(() => second.publish([Buffer.from("two")]), heard.next());
  assert.deepEqual(states, ["connected", "disconnected", "connected"]);
});

test("a closed or aborted subscription ends its reader", async (t) => {
  const publisher = await openPublishServer({ address, port: 0, log: nullLogger });
  t.after(() => publisher.close());
  const reader = subscription(t, publisher.port, "all");
  const next = reader[Symbol.asyncIterator]().next();
  reader.close();
  assert.equal((await next).done, true);
  const signal = AbortSignal.abort();
  const aborted = openSubscription({ address, port: publisher.port, topics: "all", signal });
  assert.equal((await aborted[Symbol.asyncIterator]().next()).done, true);
});

test("makes the topic of a minion as the reference does", () => {
  const vector = readVectors("crypto");
  assert.equal(
    topicOf(text(vector, "misc", "zmq_topic", "minion_id")),
    text(vector, "misc", "zmq_topic", "topic"),
  );
});
