import assert from "node:assert/strict";
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Dict, Value } from "@salt/core";
import { dict, float, getString, SaltError } from "@salt/core";
import { FakeClock, LogBook, scratch } from "../../testing/scratch.js";
import { sendReturn } from "./acknowledgement.js";
import { ReturnDelivery } from "./return-delivery.js";
import { ReturnSpool } from "./return-spool.js";

const config = {
  return_retry_timer: 5,
  return_retry_timer_max: 5,
  return_spool_seconds: 3600,
  return_spool_max: 100,
};
const jidOf = (number: number): string => `2026010203040500${String(number).padStart(4, "0")}`;
const loadOf = (number: number): Dict => dict({ cmd: "_return", jid: jidOf(number), return: float(number) });

/** A minion's delivery, and a master that takes returns or does not. */
class Stage {
  readonly dir: string;
  readonly clock = new FakeClock();
  readonly log = new LogBook();
  readonly sent: string[] = [];
  taking = true;
  /** Holds back every answer until it is called. */
  release: (() => void) | undefined;

  constructor(t: Parameters<typeof scratch>[0]) {
    this.dir = scratch(t);
  }

  spool(): ReturnSpool {
    return new ReturnSpool(this.dir, this.log);
  }

  open(changes: Partial<typeof config> = {}): ReturnDelivery {
    const send = async (master: string, load: Dict): Promise<void> => {
      this.sent.push(`${master} ${getString(load, "jid")}`);
      if (!this.taking) throw new SaltError("TIMEOUT", "nobody answers");
    };
    const { clock, log } = this;
    return new ReturnDelivery({ spool: this.spool(), config: { ...config, ...changes }, send, clock, log });
  }

  files(): readonly string[] {
    return readdirSync(join(this.dir, "returns")).sort();
  }
}

/** Lets everything happen that can happen without waiting. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("returns", () => {
  test("are on disk before they are sent, and gone when the master has them", async (t) => {
    const stage = new Stage(t);
    const delivery = stage.open();
    delivery.deliver("m:4506", jidOf(1), loadOf(1));
    assert.deepEqual(stage.files(), [`${jidOf(1)}.p`]);
    await settle();
    assert.deepEqual(stage.sent, [`m:4506 ${jidOf(1)}`]);
    assert.deepEqual(stage.files(), []);
    assert.equal(delivery.size, 0);
    await delivery.close();
  });

  test("stay over a restart and are sent when a master is there", async (t) => {
    const stage = new Stage(t);
    stage.taking = false;
    const first = stage.open();
    for (const number of [1, 2, 3]) first.deliver("m:4506", jidOf(number), loadOf(number));
    await settle();
    await first.close();
    stage.taking = true;
    stage.sent.length = 0;
    const second = stage.open();
    await settle();
    assert.deepEqual(stage.sent, []);
    second.hurry();
    await settle();
    assert.deepEqual(
      [...stage.sent].sort(),
      [1, 2, 3].map((number) => `m:4506 ${jidOf(number)}`),
    );
    assert.deepEqual(stage.files(), []);
    await second.close();
  });

  test("are sent as they were, floats included", async (t) => {
    const stage = new Stage(t);
    stage.spool().write(jidOf(2), { master: "m:4506", load: loadOf(2) });
    assert.deepEqual(stage.spool().read(jidOf(2)), { master: "m:4506", load: loadOf(2) });
  });

  test("that the master does not take are not sent again at once", async (t) => {
    const stage = new Stage(t);
    stage.taking = false;
    const delivery = stage.open();
    delivery.deliver("m:4506", jidOf(1), loadOf(1));
    await settle();
    assert.equal(stage.sent.length, 1);
    delivery.hurry();
    await settle();
    assert.equal(stage.sent.length, 2);
    await delivery.close();
  });

  test("too old ones are dropped, with a line", async (t) => {
    const stage = new Stage(t);
    stage.taking = false;
    const delivery = stage.open();
    delivery.deliver("m:4506", jidOf(1), loadOf(1));
    await settle();
    stage.clock.time += 3601 * 1000;
    delivery.hurry();
    await settle();
    assert.equal(delivery.size, 0);
    assert.deepEqual(stage.files(), []);
    assert.match(stage.log.lines.at(-1) ?? "", /dropped.*too old/);
    await delivery.close();
  });

  test("too many push out the oldest", async (t) => {
    const stage = new Stage(t);
    stage.taking = false;
    const delivery = stage.open({ return_spool_max: 3 });
    for (let number = 0; number < 5; number++) delivery.deliver("m:4506", jidOf(number), loadOf(number));
    await settle();
    assert.deepEqual(
      stage.files(),
      [2, 3, 4].map((number) => `${jidOf(number)}.p`),
    );
    await delivery.close();
  });

  test("of another process are taken up", async (t) => {
    const stage = new Stage(t);
    const delivery = stage.open();
    assert.equal(delivery.takeUp(jidOf(1)), false);
    stage.spool().write(jidOf(1), { master: "m:4506", load: loadOf(1) });
    assert.equal(delivery.takeUp(jidOf(1)), true);
    await settle();
    assert.deepEqual(stage.sent, [`m:4506 ${jidOf(1)}`]);
    await delivery.close();
  });

  test("that cannot be read are dropped and block nothing", async (t) => {
    const stage = new Stage(t);
    stage.spool();
    writeFileSync(join(stage.dir, "returns", `${jidOf(1)}.p`), "garbage");
    writeFileSync(join(stage.dir, "returns", `${jidOf(2)}.p`), "");
    writeFileSync(join(stage.dir, "returns", "passwd"), "not a return");
    stage.spool().write(jidOf(3), { master: "m:4506", load: loadOf(3) });
    const delivery = stage.open();
    delivery.hurry();
    await settle();
    assert.deepEqual(stage.sent, [`m:4506 ${jidOf(3)}`]);
    assert.deepEqual(stage.files(), ["passwd"]);
    await delivery.close();
  });

  test("that the disk does not take are sent all the same", async (t) => {
    const stage = new Stage(t);
    const delivery = stage.open();
    mkdirSync(join(stage.dir, "returns", `${jidOf(1)}.p`, "x"), { recursive: true });
    stage.taking = false;
    delivery.deliver("m:4506", jidOf(1), loadOf(1));
    await settle();
    stage.taking = true;
    delivery.hurry();
    await settle();
    assert.equal(stage.sent.length, 2);
    await delivery.close();
  });

  test("lie in a private directory, oldest first", (t) => {
    const stage = new Stage(t);
    const spool = stage.spool();
    for (const number of [1, 2]) spool.write(jidOf(number), { master: "", load: loadOf(number) });
    utimesSync(join(stage.dir, "returns", `${jidOf(2)}.p`), 1000, 1000);
    assert.equal(statSync(join(stage.dir, "returns")).mode & 0o777, 0o700);
    assert.equal(statSync(join(stage.dir, "returns", `${jidOf(1)}.p`)).mode & 0o777, 0o600);
    assert.deepEqual(
      spool.list().map(({ jid }) => jid),
      [jidOf(2), jidOf(1)],
    );
  });
});

test("what counts as having a return", async () => {
  const taker = (reply: Value) => ({ request: async () => reply });
  for (const reply of [null, false, true, dict()]) await sendReturn(taker(reply), loadOf(1), {});
  await assert.rejects(sendReturn(taker(""), loadOf(1), {}), { code: "RETURN_NOT_STORED" });
});
