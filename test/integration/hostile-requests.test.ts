/**
 * An accepted minion that sends every command with whatever comes to mind: each request is answered, none is an accident
 * of the master, and nothing appears outside the minion's own places.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Plain } from "@salt/core";
import type { SimMinion } from "@salt/testkit";
import { TestCluster } from "@salt/testkit";

/** The commands that minions may send, with fields that honest ones have. */
const LOADS: readonly { readonly [field: string]: Plain }[] = [
  { cmd: "_return", jid: "20260101000000000000", fun: "test.ping", fun_args: [], return: true, retcode: 0 },
  {
    cmd: "_return",
    jid: "req",
    fun: "state.apply",
    fun_args: [],
    return: {},
    out: "highstate",
    schedule: "x",
  },
  { cmd: "_return", jid: "nocache", fun: "test.ping", return: true, metadata: {}, success: true },
  { cmd: "_minion_event", tag: "a/b", data: {}, pretag: "x", events: [{ tag: "a", data: {} }] },
  {
    cmd: "_pillar",
    grains: { id: "evil" },
    saltenv: "base",
    pillarenv: "base",
    ver: "2",
    pillar_override: {},
  },
  { cmd: "_master_opts", env_only: true },
  { cmd: "_master_tops", opts: { saltenv: "base" }, grains: {} },
  { cmd: "_ext_nodes", opts: {} },
  { cmd: "_syndic_return", load: [] },
  { cmd: "_register_resources", resources: {} },
  { cmd: "minion_runner", fun: "manage.up", arg: [], kwarg: {} },
  { cmd: "_serve_file", path: "top.sls", saltenv: "base", loc: 0, gzip: 1, index: 0 },
  { cmd: "_file_find", path: "top.sls", saltenv: "base" },
  { cmd: "_file_hash", path: "top.sls", saltenv: "base" },
  { cmd: "_file_hash_and_stat", path: "top.sls", saltenv: "base" },
  { cmd: "_file_list", saltenv: "base", prefix: "x" },
  { cmd: "_file_list_emptydirs", saltenv: "base" },
  { cmd: "_dir_list", saltenv: "base" },
  { cmd: "_symlink_list", saltenv: "base", prefix: "" },
  { cmd: "_file_envs" },
  { cmd: "_file_recv", path: ["tmp", "x"], loc: 0, data: "text", size: 4 },
  { cmd: "_mine", data: { "test.ping": [] }, clear: false },
  { cmd: "_mine_get", tgt: "*", fun: "test.ping", tgt_type: "compound" },
  { cmd: "_mine_delete", fun: "test.ping" },
  { cmd: "_mine_flush" },
  { cmd: "minion_pub", fun: "test.ping", arg: [], tgt: "*", tgt_type: "glob", ret: "", tmo: 1 },
  { cmd: "minion_publish", fun: "test.ping", arg: [], tgt: "*", form: "full" },
  { cmd: "pub_ret", jid: "20260101000000000000" },
];

/** What stands in the place of one of their fields. */
const VALUES: readonly Plain[] = [
  null,
  true,
  2 ** 31,
  2n ** 63n,
  "",
  "../../../../etc/passwd",
  "|../x?saltenv=../y",
  "a\0b",
  "__proto__",
  "(a+)+$",
  "x".repeat(20_000),
  new Uint8Array([0xff, 0, 0xc0]),
  [],
  [[[[[[[[]]]]]]]],
  ["..", "..", "x"],
  {},
  { __proto__x: 1, constructor: { prototype: 1 }, "../x": "../y" },
];

/** The names of the cluster's directory that requests of minions may change. */
const OWN = /^(cache|master\/cache|master\/var|run|log|sock)/;

describe("an accepted minion that sends anything", () => {
  let cluster: TestCluster;
  let evil: SimMinion;
  let honest: SimMinion;
  before(async () => {
    cluster = await TestCluster.start({ master: { file_recv: true } });
    evil = await cluster.simulate("evil");
    honest = await cluster.simulate("honest");
  });
  after(() => cluster.close());

  for (const load of LOADS) {
    test(`as ${String(load.cmd)} with ${Object.keys(load).slice(1).join(", ") || "nothing"}`, async () => {
      const from = cluster.book.lines.length;
      const before = placesOf(cluster);
      for (const changed of mutated(load)) await evil.raw(evil.sealed(changed));
      const accidents = cluster.book.lines.slice(from).filter(isAccident);
      assert.deepEqual(
        accidents.map(({ message, fields }) => `${message}: ${JSON.stringify(fields)}`),
        [],
      );
      assert.deepEqual(
        placesOf(cluster).filter((place) => !before.includes(place) && !OWN.test(place)),
        [],
      );
      assert.equal(await honest.request({ cmd: "_minion_event", tag: "still/here", data: {} }), null);
    });
  }

  test("fills no log", () => {
    const lines = cluster.book.lines.filter(({ level }) => !["debug", "trace"].includes(level));
    const counts = new Map<string, number>();
    for (const { message } of lines) counts.set(message, (counts.get(message) ?? 0) + 1);
    // Twenty of each in a minute.
    assert.deepEqual(
      [...counts].filter(([, count]) => count > 100),
      [],
    );
  });

  test("leaves no file where none may be", () => {
    for (const place of ["/etc/passwd/x", cluster.tree.at("..", "y"), cluster.tree.at("x")]) {
      assert.equal(existsSync(place), false, place);
    }
  });
});

/** The load with each of its fields replaced by each value, and left out. */
function mutated(load: { readonly [field: string]: Plain }): readonly { readonly [field: string]: Plain }[] {
  const fields = Object.keys(load).filter((field) => field !== "cmd");
  return fields.flatMap((field) => [
    Object.fromEntries(Object.entries(load).filter(([name]) => name !== field)),
    ...VALUES.map((value) => ({ ...load, [field]: value })),
  ]);
}

/** A failure that nobody foresaw: the master's own, not the request's. */
function isAccident({ level, message }: { readonly level: string; readonly message: string }): boolean {
  return level === "error" || level === "fatal" || message === "A request failed";
}

function placesOf(cluster: TestCluster): readonly string[] {
  return readdirSync(cluster.tree.path, { recursive: true, encoding: "utf8" });
}
