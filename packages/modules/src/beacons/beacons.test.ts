/** Beacons: what they say of configurations, and their events, of which docs/differences.md says which were compared. */
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { dict, get, isDict, isList, toValue } from "@salt/core";
import type { BeaconBench } from "../testing/beacon-looks.js";
import { beaconBench } from "../testing/beacon-looks.js";
import { fakeContext } from "../testing/execution-context.js";

type Functions = { readonly [name: string]: () => Plain };

/** A beacon that sees only these execution functions. */
function bench(name: string, functions: Functions = {}): BeaconBench {
  const { context } = fakeContext();
  const call = async (fun: string): Promise<Value> => toValue(functions[fun]?.() ?? null);
  return beaconBench(name, { ...context, call });
}

function scratch(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "beacons-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function lengthOf(found: Value): number {
  return isList(found) ? found.length : -1;
}

test("every configuration has to be a list", async () => {
  for (const name of [
    "load",
    "ps",
    "memusage",
    "swapusage",
    "diskusage",
    "service",
    "status",
    "network_info",
  ]) {
    assert.equal(await bench(name).fault({}), `Configuration for ${name} beacon must be a list.`);
  }
});

test("what is wrong with a configuration is said in Salt's words", async () => {
  const faults: readonly (readonly [string, readonly Plain[], string | undefined])[] = [
    ["load", [], "Averages configuration is required for load beacon."],
    [
      "load",
      [{ onchangeonly: 1, averages: {} }],
      "Configuration for load beacon option onchangeonly must be a boolean.",
    ],
    [
      "load",
      [{ averages: { x: 1 } }],
      "Averages configuration for load beacon must contain 1m, 5m or 15m items.",
    ],
    [
      "load",
      [{ averages: { "1m": [1], "5m": [1, 2], "15m": [1, 2] } }],
      "Configuration for load beacon: 1m, 5m and 15m items must be a list of two items.",
    ],
    ["load", [{ averages: { "1m": [1, 2], "5m": [1, 2], "15m": [1, 2] } }], undefined],
    ["memusage", [], "Configuration for memusage beacon requires percent."],
    ["swapusage", [{ percent: 10 }], undefined],
    ["ps", [], "Configuration for ps beacon requires processes."],
    ["ps", [{ processes: [] }], "Processes for ps beacon must be a dictionary."],
    ["service", [], "Configuration for service beacon requires services."],
    ["service", [{ services: [] }], "Services configuration item for service beacon must be a dictionary."],
    [
      "service",
      [{ services: { ssh: null } }],
      "Configuration for service beacon must be a list of dictionaries.",
    ],
    ["pkg", [{ pkgs: "vim" }], "Configuration for pkg beacon requires list of pkgs."],
    ["log", [{}], "Configuration for log beacon must contain file option."],
    [
      "network_info",
      [{ interfaces: { lo: { x: 1 } } }],
      "Invalid configuration item in Beacon configuration.",
    ],
  ];
  for (const [name, config, fault] of faults) assert.equal(await bench(name).fault(config), fault);
});

test("percentages are numbers, or texts with a sign", async () => {
  for (const percent of [0, "0%", "0"]) {
    assert.equal(lengthOf(await bench("memusage").look([{ percent }])), 1);
  }
  assert.equal(lengthOf(await bench("memusage").look([{ percent: "100.5%" }])), 0);
  await assert.rejects(bench("memusage").look([{ percent: "much" }]), /percent is no number: much/);
});

test("disks are chosen by expressions that fit from start to end", async () => {
  const found = await bench("diskusage").look([{ "/": 0 }, { interval: 5 }]);
  assert.equal(lengthOf(found), 1);
  assert.equal(isList(found) && get(found[0], "mount"), "/");
});

test("programs are looked for by name", async () => {
  const found = await bench("ps").look([
    { processes: { "no such": "stopped", none: "", "also none": "running" } },
  ]);
  assert.deepEqual(found, [dict({ "no such": "Stopped" }), dict({ none: false })]);
});

test("a service is told of every time, or only when it has changed", async () => {
  const state = { running: true };
  const beacon = bench("service", { "service.status": () => state.running });
  const always = [{ services: { ssh: {} } }];
  const event = dict({ ssh: { running: true }, service_name: "ssh", tag: "ssh" });
  assert.deepEqual(await beacon.look(always), [event]);
  assert.deepEqual(await beacon.look(always), [event]);
  const changes = [{ services: { ssh: { onchangeonly: true, emitatstartup: false, uncleanshutdown: "/" } } }];
  assert.deepEqual(await beacon.look(changes), []);
  assert.deepEqual(await beacon.look(changes), []);
  state.running = false;
  assert.deepEqual(await beacon.look(changes), [
    dict({ ssh: { running: false, uncleanshutdown: true }, service_name: "ssh", tag: "ssh" }),
  ]);
  assert.deepEqual(await beacon.look(changes), []);
});

test("a package is told of when its status has changed", async () => {
  const packages = { installed: "", latest: "" };
  const beacon = bench("pkg", {
    "pkg.version": () => packages.installed,
    "pkg.latest_version": () => packages.latest,
  });
  const config = [{ pkgs: ["vim"] }];
  assert.deepEqual(await beacon.look(config), []);
  packages.installed = "1";
  assert.deepEqual(await beacon.look(config), [dict({ pkg: "vim", version: "1", status: "installed" })]);
  assert.deepEqual(await beacon.look(config), []);
  packages.latest = "2";
  assert.deepEqual(await beacon.look(config), [dict({ pkg: "vim", version: "2", status: "upgrade" })]);
});

test("status sends whole answers, fields, and what is wrong with a field", async () => {
  const beacon = bench("status", {
    "status.loadavg": () => ({ "1-min": 1, "5-min": 2 }),
    "status.w": () => ["a", "b"],
  });
  const found = await beacon.look([{ loadavg: ["1-min"] }, { w: [1] }, { interval: 3 }]);
  const [event] = isList(found) ? found : [];
  const data = get(event ?? null, "data");
  assert.deepEqual(isDict(data) && data.get("loadavg"), dict({ "1-min": 1 }));
  assert.deepEqual(isDict(data) && data.get("w"), new Map([[1, "b"]]));
  assert.match(String(get(event ?? null, "tag")), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
});

test("a log is read from where the last look ended, and anew when it was replaced", async (t) => {
  const file = join(scratch(t), "log");
  writeFileSync(file, "hello before\n");
  const beacon = bench("log");
  const config = [{ file }, { tags: { greeting: { regex: ".*hello" }, bad: { regex: "([" }, none: {} } }];
  const bad = dict({ tag: "bad", match: "no", raw: "", error: "bad regex" });
  assert.deepEqual(await beacon.look(config), []);
  appendFileSync(file, "nothing\nsay hello\n");
  const hit = (raw: string): Value => dict({ tag: "greeting", match: "yes", raw, error: "" });
  assert.deepEqual(await beacon.look(config), [bad, hit("say hello")]);
  writeFileSync(file, "hello\n");
  assert.deepEqual(await beacon.look(config), [bad, hit("hello")]);
});
