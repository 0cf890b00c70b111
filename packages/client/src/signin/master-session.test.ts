import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { LogFields, Logger, Plain } from "@salt/core";
import { dict, get, getString, isDict, nullLogger, TimeoutError } from "@salt/core";
import { asBytes, Crypticle, parseRequest, SealError } from "@salt/wire";
import type { SignInConfig } from "./config.js";
import { parseMasters } from "./master-address.js";
import { MasterSession } from "./master-session.js";
import type { MinionKeys } from "./minion-keys.js";
import { signMessage } from "./sealed-request.js";
import { signIn } from "./sign-in.js";
import { FakeMaster } from "./testing/fake-master.js";
import { FakeClock, minionKeys, recorded, scratch, signInConfig, vectorKey } from "./testing/recorded.js";

/** A session with a master in memory. */
async function open(
  t: Parameters<typeof scratch>[0],
  changes: Partial<SignInConfig> = {},
  log: Logger = nullLogger,
): Promise<{ session: MasterSession; master: FakeMaster; clock: FakeClock; keys: MinionKeys }> {
  const keys = await minionKeys(scratch(t));
  const master = new FakeMaster();
  const clock = new FakeClock();
  const config = signInConfig(changes);
  const session = await MasterSession.open({
    id: "web1",
    keys,
    config,
    clock,
    log,
    connect: () => master.client(),
    signIn: () =>
      signIn({
        id: "web1",
        keys,
        config,
        masters: parseMasters("master1", 4506),
        grains: () => new Map(),
        exchange: (_master, body) => master.handle(body),
        rounds: 1,
        log: nullLogger,
        signal: new AbortController().signal,
      }),
  });
  return { session, master, clock, keys };
}

const newKey = (): Crypticle => new Crypticle(Crypticle.generateKey());
const ping = dict({ cmd: "_ping" });

describe("a session", () => {
  test("seals requests with everything a master checks", async (t) => {
    const { session, master, clock } = await open(t);
    master.answer = (load) => ({ got: getString(load, "cmd") ?? "" });
    assert.deepEqual(await session.request(ping), dict({ got: "_ping" }));
    await session.request(ping);
    const [first, second] = master.requests;
    assert.match(getString(first, "nonce") ?? "", /^[0-9a-f]{32}$/);
    assert.notEqual(getString(first, "nonce"), getString(second, "nonce"));
    assert.equal(get(first, "ts"), Math.floor(clock.time / 1000));
    assert.equal(get(first, "id"), "web1");
    const token = vectorKey("minion").publicKey.recoverX931(asBytes(get(first, "tok")) ?? new Uint8Array());
    assert.equal(token?.toString(), "salt");
  });

  test("signs in again when the master forgot it, and asks again", async (t) => {
    const { session, master } = await open(t);
    master.session = newKey();
    assert.equal(await session.request(ping), null);
    assert.equal(master.signIns.length, 2);
    assert.equal(master.requests.length, 1);
  });

  test("signs in once for all requests that failed together", async (t) => {
    const { session, master } = await open(t);
    master.session = newKey();
    await Promise.all(Array.from({ length: 10 }, () => session.request(ping)));
    assert.equal(master.signIns.length, 2);
    assert.equal(master.requests.length, 10);
  });

  test("does not sign in over and over for a master that reads nothing", async (t) => {
    const { session, master, clock } = await open(t);
    const client = master.client();
    master.alter = (load) => {
      const { publicKey } = vectorKey("minion");
      load.set("session", publicKey.encrypt("OAEP-SHA1", Buffer.from(Crypticle.generateKey())));
    };
    master.session = newKey();
    for (let count = 0; count < 20; count++) await assert.rejects(session.request(ping), SealError);
    assert.equal(master.signIns.length, 1 + 3);
    clock.time += 10_000;
    await assert.rejects(session.request(ping), SealError);
    assert.equal(master.signIns.length, 1 + 4);
    client.close();
  });

  test("takes no reply with another nonce", async (t) => {
    const { session, master } = await open(t);
    let recordedReply: Uint8Array | undefined;
    const handle = master.handle.bind(master);
    master.handle = async (body) => {
      const reply = await handle(body);
      if (parseRequest(body).enc === "clear") return reply;
      recordedReply ??= reply;
      return recordedReply;
    };
    await session.request(ping);
    await assert.rejects(session.request(ping), SealError);
  });

  test("asks again after silence, request_channel_tries times, and the log says so", async (t) => {
    const silences: LogFields[] = [];
    const log: Logger = { ...nullLogger, warn: (fields: LogFields) => void silences.push(fields) };
    const { session, master } = await open(t, { request_channel_tries: 3 }, log);
    const handle = master.handle.bind(master);
    let calls = 0;
    master.handle = async (body) => {
      calls++;
      if (calls < 3) throw new TimeoutError("silence");
      return await handle(body);
    };
    assert.equal(await session.request(ping), null);
    assert.deepEqual(
      silences.map(({ cmd, attempt }) => [cmd, attempt]),
      [
        ["_ping", 1],
        ["_ping", 2],
      ],
    );
    calls = -3;
    await assert.rejects(session.request(ping), TimeoutError);
  });

  test("keeps the object of a publication key that did not change", async (t) => {
    const { session, master } = await open(t);
    const before = session.publications;
    await session.signInAgain();
    assert.equal(session.publications, before);
    master.aes = newKey();
    assert.equal(await session.renew(before), true);
    assert.equal(session.publications.keyText, master.aes.keyText);
    const count = master.signIns.length;
    assert.equal(await session.renew(before), true);
    assert.equal(master.signIns.length, count);
  });

  test("a stranger's publications cause few sign-ins", async (t) => {
    const { session, master } = await open(t);
    const outcomes: boolean[] = [];
    for (let count = 0; count < 10; count++) outcomes.push(await session.renew(session.publications));
    assert.equal(master.signIns.length, 1 + 3);
    assert.equal(outcomes.filter(Boolean).length, 3);
  });

  test("publish_port of the configuration wins, but for the number that means none", async (t) => {
    assert.equal((await open(t, { publish_port: 4999 })).session.publishPort, 4999);
    assert.equal((await open(t, { publish_port: 4506 })).session.publishPort, 4505);
  });
});

describe("the pillar", () => {
  const wanted = { grains: dict({ os: "Debian" }), saltenv: null, pillarenv: null };

  test("is fetched in a private reply", async (t) => {
    const { session, master } = await open(t);
    assert.deepEqual(await session.pillar(wanted), dict({ role: "web" }));
    const [request] = master.requests;
    assert.equal(getString(request, "ver"), "2");
    assert.deepEqual(get(request, "grains"), wanted.grains);
  });

  test("is empty when the master has none", async (t) => {
    const { session, master } = await open(t);
    for (const none of [null, false, {}] satisfies readonly Plain[]) {
      master.pillar = none;
      assert.equal((await session.pillar(wanted)).size, 0);
    }
  });

  test("of another master is refused", async (t) => {
    const { session, master } = await open(t);
    master.signer = vectorKey("master_sign");
    await assert.rejects(session.pillar(wanted));
  });
});

test("messages are signed as real masters check them", async (t) => {
  const keys = await minionKeys(scratch(t));
  const vector = get(recorded("crypto.json"), "minion_sign_messages");
  const load = get(vector, "load");
  assert.ok(isDict(load));
  const channel = dict([...load, ["nonce", "n"], ["tok", "t"], ["sig", "s"]]);
  for (const algorithm of ["PKCS1v15-SHA1", "PKCS1v15-SHA224"] as const) {
    const config = signInConfig({ signing_algorithm: algorithm });
    assert.equal(
      signMessage(channel, { keys, config }).toString("hex"),
      getString(vector, `sig_${algorithm}`),
    );
  }
});
