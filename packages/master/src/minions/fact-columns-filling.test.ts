/**
 * Columns are filled in slices, in which nothing is missed and others have their turn.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { FactKey, MinionFacts } from "@salt/core";
import { dict } from "@salt/core";
import { FactColumns } from "./fact-columns.js";

const COUNT = 1000;
const OS: FactKey = { kind: "grains", key: "os" };
const TEAM: FactKey = { kind: "pillar", key: "team" };

function factsOf(id: string, os = "Debian"): MinionFacts {
  return { id, grains: dict({ os }), pillar: dict({ team: "a" }) };
}

/** Columns over a thousand minions; `reads` counts how often data is read. */
function bench() {
  const ids = Array.from({ length: COUNT }, (_each, at) => `m${at}`);
  const stored = new Map(ids.map((id) => [id, factsOf(id)]));
  const counted = { reads: 0 };
  const columns = new FactColumns({
    ids: () => ids,
    facts: (id) => {
      counted.reads += 1;
      return stored.get(id);
    },
  });
  return { columns, stored, counted };
}

describe("filling columns", () => {
  test("others have their turn after a hundred minions", async () => {
    const { columns, counted } = bench();
    let most = 0;
    let before = 0;
    let isDone = false;
    const watch = (): void => {
      most = Math.max(most, counted.reads - before);
      before = counted.reads;
      if (!isDone) setImmediate(watch);
    };
    setImmediate(watch);
    await columns.prepare([OS, TEAM]);
    isDone = true;
    assert.equal(counted.reads, COUNT);
    assert.ok(most <= 100, `${most} in one go`);
    assert.equal(columns.value("grains", "os", "m999"), "Debian");
    assert.equal(counted.reads, COUNT, "what is prepared is not read again");
  });

  test("what changes meanwhile counts, whichever comes first", async () => {
    const { columns, stored } = bench();
    const filling = columns.prepare([OS]);
    await new Promise((resolve) => setImmediate(resolve));
    for (const id of ["m0", "m999"]) {
      const facts = factsOf(id, "Suse");
      stored.set(id, facts);
      columns.update(facts);
    }
    columns.forget("m1");
    await filling;
    const values = ["m0", "m999", "m1"].map((id) => columns.value("grains", "os", id));
    assert.deepEqual(values, ["Suse", "Suse", undefined]);
  });

  test("two targets that ask for the same read it once", async () => {
    const { columns, counted } = bench();
    await Promise.all([columns.prepare([OS]), columns.prepare([OS]), columns.prepare([OS, TEAM])]);
    assert.equal(counted.reads, 2 * COUNT);
  });

  test("one that fails does not stop the next", async () => {
    let isBroken = true;
    const facts = (id: string): MinionFacts => {
      if (isBroken) throw new RangeError("no disk");
      return factsOf(id);
    };
    const columns = new FactColumns({ ids: () => ["m1"], facts });
    await assert.rejects(columns.prepare([OS]), /no disk/);
    isBroken = false;
    await columns.prepare([OS]);
    assert.equal(columns.value("grains", "os", "m1"), "Debian");
  });
});
