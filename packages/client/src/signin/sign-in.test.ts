import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Value } from "@salt/core";
import { get, nullLogger, SaltError, TimeoutError } from "@salt/core";
import type { SignInConfig } from "./config.js";
import { KeyRejectedError, NoMasterError } from "./errors.js";
import type { MasterAddress } from "./master-address.js";
import { addressText, parseMasters, shuffled } from "./master-address.js";
import type { MinionKeys } from "./minion-keys.js";
import type { Exchange, SignedIn } from "./sign-in.js";
import { signIn } from "./sign-in.js";
import { FakeMaster } from "./testing/fake-master.js";
import { minionKeys, scratch, signInConfig } from "./testing/recorded.js";

/** A minion that signs in by a made-up network; pauses are recorded and take no time. */
class Stage {
  readonly pauses: number[] = [];
  readonly asked: string[] = [];
  readonly stop = new AbortController();
  onPause: () => void = () => {};
  readonly #keys: MinionKeys;

  constructor(keys: MinionKeys) {
    this.#keys = keys;
  }

  async run(exchange: Exchange, changes: Partial<SignInConfig> = {}, rounds = 1): Promise<SignedIn> {
    const config = signInConfig(changes);
    return await signIn({
      id: "web1",
      keys: this.#keys,
      config,
      masters: parseMasters(config.master, config.master_port),
      grains: () => new Map<Value, Value>([["role", "web"]]),
      exchange: (master, body, timeoutMs) => {
        this.asked.push(addressText(master));
        return exchange(master, body, timeoutMs);
      },
      rounds,
      log: nullLogger,
      signal: this.stop.signal,
      pause: async (ms) => {
        this.pauses.push(ms / 1000);
        this.onPause();
      },
      random: () => 0.5,
    });
  }
}

const silence: Exchange = async () => {
  throw new TimeoutError("nobody answers");
};
const to =
  (master: FakeMaster): Exchange =>
  (_address, body) =>
    master.handle(body);

describe("signing in", () => {
  test("waits while the key is pending, as long as it takes", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = true;
    stage.onPause = () => {
      if (stage.pauses.length === 50) master.verdict = "accepted";
    };
    const { credentials } = await stage.run(to(master));
    assert.equal(credentials.session.keyText, master.session.keyText);
    assert.deepEqual(stage.pauses.slice(0, 12), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10]);
    assert.equal(stage.pauses.at(-1), 10);
  });

  test("with growing pauses up to acceptance_wait_time_max", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = true;
    stage.onPause = () => {
      if (stage.pauses.length === 5) master.verdict = "accepted";
    };
    await stage.run(to(master), { acceptance_wait_time: 2, acceptance_wait_time_max: 7 });
    assert.deepEqual(stage.pauses, [2, 4, 6, 7, 7]);
  });

  test("with the same pause each time when acceptance_wait_time is another than the default", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = true;
    await assert.rejects(stage.run(to(master), { acceptance_wait_time: 3, auth_retries: 4 }), NoMasterError);
    assert.deepEqual(stage.pauses, [3, 3, 3, 3]);
  });

  test("gives up on a pending key after auth_retries", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = true;
    await assert.rejects(stage.run(to(master), { auth_retries: 3 }), NoMasterError);
    assert.equal(master.signIns.length, 4);
  });

  test("a rejected key ends it with status 77, unless rejected_retry", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = false;
    const refused = stage.run(to(master), {}, -1);
    await assert.rejects(refused, (error) => error instanceof KeyRejectedError && error.exitCode === 77);
    stage.onPause = () => {
      master.verdict = "accepted";
    };
    await stage.run(to(master), { rejected_retry: true });
    assert.deepEqual(stage.pauses, [10]);
  });

  test("a silent master is asked auth_tries times, then the next one", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    const exchange: Exchange = (address, body, timeoutMs) => {
      assert.equal(timeoutMs, 5000);
      return address.host === "b" ? master.handle(body) : silence(address, body, timeoutMs);
    };
    const signedIn = await stage.run(exchange, { master: ["a", "b:4600"], auth_tries: 3 });
    assert.equal(addressText(signedIn.master), "b:4600");
    assert.deepEqual(stage.asked, ["a:4506", "a:4506", "a:4506", "b:4600"]);
  });

  test("a master that answers nonsense is not asked twice at once", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    await assert.rejects(
      stage.run(async () => Buffer.from("nonsense")),
      NoMasterError,
    );
    assert.equal(stage.asked.length, 1);
  });

  test("rounds over all masters go on for ever with -1", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    const exchange: Exchange = (address, body, timeoutMs) =>
      stage.pauses.length < 20 ? silence(address, body, timeoutMs) : master.handle(body);
    await stage.run(exchange, { auth_tries: 1 }, -1);
    assert.equal(stage.asked.length, 21);
  });

  test("a full master counts as none", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = "full";
    await assert.rejects(stage.run(to(master), {}, 2), NoMasterError);
    assert.equal(master.signIns.length, 2);
  });

  test("ends with the signal, while it waits for a person", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    master.verdict = true;
    stage.onPause = () => stage.stop.abort(new SaltError("STOPPED", "stopped"));
    await assert.rejects(stage.run(to(master), {}, -1), { code: "STOPPED" });
  });

  test("sends the grains named in autosign_grains, and no others", async (t) => {
    const stage = new Stage(await minionKeys(scratch(t)));
    const master = new FakeMaster();
    await stage.run(to(master), { autosign_grains: ["role", "uuid"] });
    const sent = get(master.signIns[0], "autosign_grains");
    assert.deepEqual(
      sent,
      new Map<Value, Value>([
        ["role", "web"],
        ["uuid", null],
      ]),
    );
  });
});

describe("the option master", () => {
  const texts = (option: Value): readonly string[] => parseMasters(option, 4506).map(addressText);

  test("hosts, ports, lists, IPv6", () => {
    assert.deepEqual(texts("salt"), ["salt:4506"]);
    assert.deepEqual(texts("salt.example.org:4600"), ["salt.example.org:4600"]);
    assert.deepEqual(texts(["a", "b:1"]), ["a:4506", "b:1"]);
    assert.deepEqual(texts("a,b"), ["a:4506", "b:4506"]);
    assert.deepEqual(texts("[::1]:4600"), ["[::1]:4600"]);
    assert.deepEqual(texts("fe80::1"), ["[fe80::1]:4506"]);
  });

  test("what is no address is refused", () => {
    for (const option of [
      "",
      "a b",
      "a:0",
      "a:99999",
      "a:x",
      "tcp://a",
      5,
      null,
      [],
      ["a", ""],
      new Map(),
      "a;b",
    ]) {
      assert.throws(() => parseMasters(option, 4506), { code: "CONFIG" });
    }
  });

  test("shuffling keeps every master", () => {
    const masters: readonly MasterAddress[] = parseMasters(["a", "b", "c"], 1);
    const values = [0.9, 0.1, 0.5];
    assert.deepEqual(
      shuffled(masters, () => values.shift() ?? 0).map(({ host }) => host),
      ["b", "c", "a"],
    );
  });
});
