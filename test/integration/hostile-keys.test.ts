/**
 * Strangers at the sign-in: ids that are paths, keys that are none, and floods.
 */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { SimMinion } from "@salt/testkit";
import { TestCluster } from "@salt/testkit";
import { decode, encodeClearRequest } from "@salt/wire";

const MAX_PENDING = 50;

/** Ids that must never become a file name or reach a terminal. */
const IDS: readonly unknown[] = [
  ...[
    "",
    ".",
    "..",
    "../x",
    "a/b",
    "a\\b",
    "a\0b",
    "a\nb",
    "a\rb",
    "a b",
    "a\tb",
    "\u001b[31mred",
    "-rf",
    ".hidden",
  ],
  ...[
    "*",
    "web?",
    "[a-z]",
    "{a,b}",
    "$(id)",
    "`id`",
    "a;b",
    "a|b",
    "a&b",
    "a>b",
    "a'b",
    'a"b',
    "~root",
    "a%00b",
  ],
  ...["x".repeat(300), "\u202egpj.exe", 7, null, ["a"], { a: 1 }, true],
];

function pem(bits: number): string {
  return generateKeyPairSync("rsa", { modulusLength: bits })
    .publicKey.export({ type: "spki", format: "pem" })
    .toString();
}

const KEYS: { readonly [what: string]: () => string } = {
  "512 bits": () => pem(512),
  "1024 bits": () => pem(1024),
  "an elliptic curve": () =>
    generateKeyPairSync("ec", { namedCurve: "P-256" })
      .publicKey.export({ type: "spki", format: "pem" })
      .toString(),
  "a private key": () =>
    generateKeyPairSync("rsa", { modulusLength: 2048 })
      .privateKey.export({ type: "pkcs8", format: "pem" })
      .toString(),
  "no key at all": () => "hello",
  nothing: () => "",
  "a key with text behind it": () => `${pem(2048)}\n<script>alert(1)</script>`,
  "a key that is cut": () => pem(2048).slice(0, 200),
  "twenty thousand letters": () =>
    `-----BEGIN PUBLIC KEY-----\n${"A".repeat(20_000)}\n-----END PUBLIC KEY-----`,
};

describe("strangers at the sign-in", () => {
  let cluster: TestCluster;
  let stranger: SimMinion;
  before(async () => {
    cluster = await TestCluster.start({
      master: { auto_accept: false, max_pending_keys: MAX_PENDING, pending_keys_per_minute: 100_000 },
    });
    stranger = await cluster.simulate("stranger", { accepted: false });
  });
  after(() => cluster.close());

  /** Names of all keys in all states. */
  const stored = (): readonly string[] =>
    ["minions", "minions_pre", "minions_rejected", "minions_denied"]
      .map((state) => cluster.pki(state))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder));

  test("ids that are more than a name leave nothing behind", async () => {
    for (const id of IDS) {
      const reply = await stranger.raw(
        encodeClearRequest({ ...Object.fromEntries(stranger.authLoad()), id: id as string }),
      );
      assert.ok(reply.length > 0, JSON.stringify(id));
      assert.deepEqual(stored(), [], JSON.stringify(id));
    }
    assert.equal(existsSync(cluster.pki("x")), false);
  });

  for (const [what, make] of Object.entries(KEYS)) {
    test(`a key that is ${what} is refused`, async () => {
      const load = stranger.authLoad({ pub: make() });
      decode(await stranger.raw(encodeClearRequest(load)));
      assert.deepEqual(stored(), []);
    });
  }

  test("a pending minion gets no keys, and cannot do anything", async () => {
    assert.deepEqual(await stranger.signIn(), { state: true });
    assert.deepEqual(stored(), ["stranger"]);
  });

  test("another key for the same id is denied, and the first one stays", async () => {
    const impostor = await cluster.simulate("stranger", { accepted: false });
    assert.deepEqual(await impostor.signIn(), { state: false });
    assert.deepEqual(await stranger.signIn(), { state: true });
  });

  test("a changed key of an accepted minion is denied", async () => {
    cluster.accept("stranger");
    await stranger.mustSignIn();
    const impostor = await cluster.simulate("stranger", { accepted: false });
    assert.deepEqual(await impostor.signIn(), { state: false });
    assert.equal(await stranger.request({ cmd: "_minion_event", tag: "mine/own", data: {} }), null);
  });
});

describe("a flood of unknown keys", () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await TestCluster.start({
      master: { auto_accept: false, max_pending_keys: MAX_PENDING, pending_keys_per_minute: 100_000 },
    });
  });
  after(() => cluster.close());

  test("is bounded, and an honest sign-in goes on", async () => {
    const honest = await cluster.simulate("honest");
    const flood = await cluster.simulate("flood", { accepted: false });
    let ended = false;
    const send = async (from: number): Promise<void> => {
      for (let index = from; index < 5000; index += 50) {
        await flood.raw(encodeClearRequest(flood.authLoad({ id: `flood-${index}` })), 60_000);
      }
    };
    const flooding = Promise.all(Array.from({ length: 50 }, (_none, index) => send(index))).finally(() => {
      ended = true;
    });
    let signIns = 0;
    while (!ended) {
      const session = await honest.mustSignIn();
      assert.equal(session.publishPort, cluster.ports.publish);
      signIns += 1;
    }
    await flooding;
    assert.ok(signIns > 1, `${signIns} honest sign-ins during the flood`);
    assert.ok(readdirSync(cluster.pki("minions_pre")).length <= MAX_PENDING);
    assert.deepEqual(readdirSync(cluster.pki("minions")), ["honest"]);
  });
});
