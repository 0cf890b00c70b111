import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Dict, Plain } from "@salt/core";
import { dict, get, getList, getString, isList } from "@salt/core";
import { Crypticle, encode, parsePublication, sealPublication, topicOf } from "@salt/wire";
import { LogBook, recorded, scratch, vectorKey } from "../../testing/scratch.js";
import { PublicationGate } from "./publication-gate.js";
import { SerialFile } from "./serial-file.js";

const newKey = (): Crypticle => new Crypticle(Crypticle.generateKey());

/** A gate, and a master that publishes through it. */
class Stage {
  readonly log = new LogBook();
  readonly dir: string;
  readonly masterKey = vectorKey("master");
  publications = newKey();
  renewals = 0;
  /** What signing in again does; false when it may not be tried. */
  onRenew: () => boolean = () => false;
  #gate: PublicationGate;

  constructor(t: Parameters<typeof scratch>[0], requireSignature = true) {
    this.dir = scratch(t);
    this.#gate = this.#open(requireSignature);
  }

  /** As after a restart of the minion. */
  restart(): void {
    this.#gate = this.#open(true);
  }

  async publish(
    serial: Plain,
    change: Partial<Parameters<typeof sealPublication>[0]> = {},
  ): Promise<Uint8Array> {
    return await sealPublication({
      crypticle: this.publications,
      privateKey: this.masterKey,
      algorithm: "PKCS1v15-SHA1",
      load: { fun: "test.ping", serial },
      ...change,
    });
  }

  take(...frames: Uint8Array[]): Promise<Dict | undefined> {
    return this.#gate.take(frames);
  }

  #open(requireSignature: boolean): PublicationGate {
    const stage = this;
    return new PublicationGate({
      id: "web1",
      keys: {
        masterKey: this.masterKey.publicKey,
        get publications() {
          return stage.publications;
        },
        renew: async () => {
          stage.renewals++;
          return stage.onRenew();
        },
      },
      serials: new SerialFile(this.dir, this.log),
      requireSignature,
      log: this.log,
    });
  }
}

describe("the gate for publications", () => {
  test("lets a good one through, without its serial", async (t) => {
    const stage = new Stage(t);
    assert.deepEqual(await stage.take(await stage.publish(1)), dict({ fun: "test.ping" }));
    assert.deepEqual(
      await stage.take(await stage.publish(9, { algorithm: "PKCS1v15-SHA224" })),
      dict({ fun: "test.ping" }),
    );
    assert.deepEqual(stage.log.lines, []);
  });

  test("unsigned, signed by others, with the signature of another: one line each", async (t) => {
    const stage = new Stage(t);
    const good = parsePublication(await stage.publish(1));
    const other = stage.publications.seal({ fun: "cmd.run", serial: 2 });
    const bad = [
      await stage.publish(1, { privateKey: undefined }),
      await stage.publish(1, { privateKey: vectorKey("master_sign") }),
      encode({ enc: "aes", load: other, sig_algo: "PKCS1v15-SHA1", sig: good.sig }),
      encode({ enc: "aes", load: good.load, sig_algo: "PKCS1v15-SHA224", sig: good.sig }),
      encode({ enc: "aes", load: good.load, sig_algo: "none", sig: good.sig }),
      encode({ enc: "aes", load: good.load, sig: good.sig }),
      encode({ enc: "aes", load: good.load, sig_algo: ["PKCS1v15-SHA1"], sig: good.sig }),
      encode({ enc: "clear", load: { fun: "test.ping" } }),
      encode([]),
      Buffer.from("hello"),
      new Uint8Array(),
      Buffer.alloc(100_000, 0x91),
    ];
    for (const body of bad) assert.equal(await stage.take(body), undefined);
    assert.equal(stage.log.lines.length, bad.length);
    assert.equal(stage.renewals, 0);
    assert.ok(await stage.take(await stage.publish(1)));
  });

  test("old and repeated ones, also after a restart", async (t) => {
    const stage = new Stage(t);
    const [first, second, third] = [await stage.publish(1), await stage.publish(2), await stage.publish(3)];
    assert.ok(await stage.take(second));
    for (const body of [first, second]) assert.equal(await stage.take(body), undefined);
    stage.restart();
    for (const body of [first, second]) assert.equal(await stage.take(body), undefined);
    assert.ok(await stage.take(third));
  });

  test("serials that are none", async (t) => {
    const stage = new Stage(t);
    for (const serial of [undefined, null, 0, -1, 0.5, "1", 2n ** 60n, [1], true]) {
      assert.equal(await stage.take(await stage.publish(serial)), undefined, String(serial));
    }
  });

  test("what is sealed is no map", async (t) => {
    const stage = new Stage(t);
    for (const load of [null, [], "text", 5])
      assert.equal(await stage.take(await stage.publish(1, { load })), undefined);
  });

  test("after a new key the same publication is tried again, once", async (t) => {
    const stage = new Stage(t);
    assert.ok(await stage.take(await stage.publish(5)));
    const next = newKey();
    const first = await stage.publish(1, { crypticle: next });
    stage.onRenew = () => {
      stage.publications = next;
      return true;
    };
    assert.ok(await stage.take(first));
    assert.equal(stage.renewals, 1);
    assert.equal(await stage.take(first), undefined);
    assert.equal(stage.renewals, 1);
  });

  test("one of a key that no sign-in brings is dropped", async (t) => {
    const stage = new Stage(t);
    const foreign = await stage.publish(1, { crypticle: newKey() });
    assert.equal(await stage.take(foreign), undefined);
    stage.onRenew = () => true;
    assert.equal(await stage.take(foreign), undefined);
    assert.equal(stage.renewals, 2);
  });

  test("topics: everyone's and one's own", async (t) => {
    const stage = new Stage(t);
    assert.ok(await stage.take(Buffer.from("broadcast"), await stage.publish(1)));
    assert.ok(await stage.take(Buffer.from(topicOf("web1")), await stage.publish(2)));
    assert.equal(await stage.take(Buffer.from(topicOf("web2")), await stage.publish(3)), undefined);
    assert.deepEqual(stage.log.lines, []);
    assert.equal(
      await stage.take(Buffer.from("broadcast"), await stage.publish(3), Buffer.from("more")),
      undefined,
    );
    assert.equal(await stage.take(), undefined);
  });

  test("where unsigned ones are allowed, the first signed one ends that", async (t) => {
    const stage = new Stage(t, false);
    assert.ok(await stage.take(await stage.publish(1, { privateKey: undefined })));
    assert.equal(
      await stage.take(await stage.publish(2, { privateKey: vectorKey("master_sign") })),
      undefined,
    );
    assert.ok(await stage.take(await stage.publish(2)));
    assert.equal(await stage.take(await stage.publish(3, { privateKey: undefined })), undefined);
  });

  for (const release of ["3006", "3007", "3008"]) {
    test(`publications of a real master of ${release}`, async (t) => {
      const stage = new Stage(t);
      const published = get(recorded(`real-master-${release}-signed-sha1.json`), "publishes");
      assert.ok(isList(published) && published.length > 0);
      for (const one of published) {
        stage.publications = new Crypticle(getString(one, "aes_key_string") ?? "");
        const frames = (getList(one, "frames") ?? []).map((frame) => Buffer.from(String(frame), "hex"));
        const load = await stage.take(...frames);
        assert.equal(get(load, "fun"), get(get(one, "load"), "fun"));
        assert.equal(await stage.take(...frames), undefined);
      }
    });
  }
});

describe("the file of serials", () => {
  test("is private and holds no keys", (t) => {
    const dir = scratch(t);
    const key = newKey();
    new SerialFile(dir, new LogBook()).take(key, 7);
    const path = join(dir, "publication_serials");
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(readFileSync(path, "latin1").includes(key.keyText.slice(0, 20)), false);
  });

  test("remembers a bounded number of keys, each with its own serial", (t) => {
    const dir = scratch(t);
    const serials = new SerialFile(dir, new LogBook());
    const keys = Array.from({ length: 20 }, newKey);
    for (const [at, key] of keys.entries()) serials.take(key, at + 1);
    const again = new SerialFile(dir, new LogBook());
    assert.deepEqual(
      keys.map((key) => again.last(key)),
      keys.map((_key, at) => (at < 4 ? 0 : at + 1)),
    );
  });

  test("a broken one is told, and the minion goes on", (t) => {
    const dir = scratch(t);
    const log = new LogBook();
    writeFileSync(join(dir, "publication_serials"), Buffer.from([0x81, 0xa1]));
    assert.equal(new SerialFile(dir, log).last(newKey()), 0);
    assert.equal(log.lines.length, 1);
  });
});
