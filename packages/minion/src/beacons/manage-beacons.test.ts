/** What beacons are asked for while the minion runs; the answers were compared with Salt's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { dict } from "@salt/core";
import { BeaconBook } from "./beacon-book.js";
import { manageBeacons } from "./manage-beacons.js";

function bench() {
  const book = new BeaconBook(dict({ load: [{ a: 1 }] }), () => dict({ ps: [] }));
  const released: string[] = [];
  const managed = {
    book,
    available: async () => ["load", "ps"],
    validate: async (module: string) => [module === "load", `asked ${module}`] as const,
    release: async (name: string) => {
      released.push(name);
    },
  };
  const ask = async (request: { readonly [name: string]: Plain }) =>
    await manageBeacons(dict(request), managed);
  return { ask, released, book };
}

test("a beacon is added, changed, switched and deleted, each with its event", async () => {
  const { ask, released, book } = bench();
  const added = await ask({ func: "add", name: "x", beacon_data: [{ b: 2 }] });
  assert.equal(added.tag, "/salt/minion/minion_beacon_add_complete");
  assert.equal(added.data.get("comment"), "Added new beacon item: x");
  assert.equal(
    (await ask({ func: "add", name: "x", beacon_data: [] })).data.get("comment"),
    "Updating settings for beacon item: x",
  );
  await ask({ func: "disable_beacon", name: "x" });
  assert.deepEqual(book.own.get("x"), [dict({ enabled: false })]);
  const enabled = await ask({ func: "enable_beacon", name: "x" });
  assert.equal(enabled.tag, "/salt/minion/minion_beacon_enabled_complete");
  assert.deepEqual(book.own.get("x"), [dict({ enabled: true })]);
  assert.equal((await ask({ func: "delete", name: "x" })).data.get("comment"), "Deleting beacon item: x");
  assert.deepEqual(released, ["x"]);
  assert.equal((await ask({ func: "delete", name: "x" })).data.get("comment"), "Beacon item x not found.");
});

test("those of the pillar cannot be changed", async () => {
  const { ask } = bench();
  const comments = [];
  for (const func of ["add", "modify", "delete", "enable_beacon", "disable_beacon"]) {
    const { data } = await ask({ func, name: "ps" });
    assert.equal(data.get("complete"), false);
    comments.push(data.get("comment"));
  }
  assert.deepEqual(comments, [
    "Cannot update beacon item ps, because it is configured in pillar.",
    "Cannot modify beacon item ps, it is configured in pillar.",
    "Cannot delete beacon item ps, it is configured in pillar.",
    "Cannot enable beacon item ps, it is configured in pillar.",
    "Cannot disable beacon item ps, it is configured in pillar.",
  ]);
});

test("lists are of the configuration, of the pillar, or of both", async () => {
  const { ask } = bench();
  const names = async (include_pillar: boolean, include_opts: boolean): Promise<Plain> => {
    const beacons = (await ask({ func: "list", include_pillar, include_opts })).data.get("beacons");
    return beacons instanceof Map ? [...beacons.keys()] : [];
  };
  assert.deepEqual(await names(true, true), ["ps", "load"]);
  assert.deepEqual(await names(false, true), ["load"]);
  assert.deepEqual(await names(true, false), ["ps"]);
});

test("the plugin that a configuration names checks it", async () => {
  const { ask } = bench();
  const { data } = await ask({
    func: "validate_beacon",
    name: "x",
    beacon_data: [{ beacon_module: "load" }],
  });
  assert.deepEqual([data.get("valid"), data.get("vcomment")], [true, "asked load"]);
});

test("what nobody knows is refused", async () => {
  const { ask } = bench();
  await assert.rejects(ask({ func: "__proto__" }), { name: "SaltInvocationError" });
});
