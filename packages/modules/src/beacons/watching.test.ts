/** Beacons that watch files, whose events were compared with Salt's, and those that read the records of logins. */
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { beaconModule, callDirectly, get, isList, toValue } from "@salt/core";
import type { BeaconBench } from "../testing/beacon-looks.js";
import { beaconBench } from "../testing/beacon-looks.js";
import { fakeContext } from "../testing/execution-context.js";
import { loginBeacon } from "./parts/login-records.js";

function scratch(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "watch-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Looks until something is found. */
async function found(
  beacon: BeaconBench,
  config: readonly Plain[],
): Promise<readonly (readonly [Value, Value])[]> {
  for (;;) {
    const events = await beacon.look(config);
    if (isList(events) && events.length > 0) {
      return events.map((event) => [get(event, "change") ?? null, get(event, "path") ?? null] as const);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("inotify tells of files that are made, changed and removed, in directories made later too", async (t) => {
  const dir = scratch(t);
  const beacon = beaconBench("inotify", fakeContext().context);
  const config = [{ files: { [dir]: { recurse: true, auto_add: true } } }, { coalesce: true }];
  assert.deepEqual(await beacon.look(config), []);
  mkdirSync(join(dir, "sub"));
  assert.deepEqual(await found(beacon, config), [["IN_CREATE|IN_ISDIR", join(dir, "sub")]]);
  writeFileSync(join(dir, "sub", "f"), "");
  assert.deepEqual(await found(beacon, config), [["IN_CREATE", join(dir, "sub", "f")]]);
  appendFileSync(join(dir, "sub", "f"), "more");
  assert.deepEqual(await found(beacon, config), [["IN_MODIFY", join(dir, "sub", "f")]]);
  unlinkSync(join(dir, "sub", "f"));
  assert.deepEqual(await found(beacon, config), [["IN_DELETE", join(dir, "sub", "f")]]);
  await beacon.close(config);
});

test("inotify leaves out what is excluded, and what the mask does not have", async (t) => {
  const dir = scratch(t);
  const beacon = beaconBench("inotify", fakeContext().context);
  const exclude = [join(dir, "no"), `${dir}/*.tmp`, { "/x[0-9]+$": { regex: true } }];
  const config = [{ files: { [dir]: { mask: ["create"], exclude } } }];
  await beacon.look(config);
  for (const name of ["no", "a.tmp", "x12", "yes"]) writeFileSync(join(dir, name), "text");
  assert.deepEqual(await found(beacon, config), [["IN_CREATE", join(dir, "yes")]]);
  await beacon.close(config);
});

test("inotify refuses masks that nobody would hear of", async () => {
  const beacon = beaconBench("inotify", fakeContext().context);
  const fault = (files: Plain): Promise<Value | undefined> => beacon.fault([{ files }]);
  assert.equal(await beacon.fault([]), "Configuration for inotify beacon must include files.");
  assert.equal(await fault([]), "Configuration for inotify beacon invalid, files must be a dict.");
  assert.equal(
    await fault({ "/x": {} }),
    "Configuration for inotify beacon must contain mask, recurse or auto_add items.",
  );
  assert.equal(
    await fault({ "/x": { recurse: 1 } }),
    "Configuration for inotify beacon recurse must be boolean.",
  );
  assert.equal(
    await fault({ "/x": { mask: ["zap"] } }),
    "Configuration for inotify beacon invalid mask option zap.",
  );
  assert.match(String(await fault({ "/x": { mask: ["open"] } })), /open cannot be seen here/);
  assert.equal(await fault({ "/x": { mask: ["create", "close_write"] } }), undefined);
});

test("watchdog has words of its own", async (t) => {
  const dir = scratch(t);
  const beacon = beaconBench("watchdog", fakeContext().context);
  const config = [{ directories: { [dir]: { mask: ["create"] } } }];
  await beacon.look(config);
  writeFileSync(join(dir, "f"), "text");
  assert.deepEqual(await found(beacon, config), [["created", join(dir, "f")]]);
  await beacon.close(config);
  assert.equal(
    await beacon.fault([{ directories: { "/x": { mask: ["zap"] } } }]),
    "Configuration for watchdog beacon contains invalid mask",
  );
});

/** An entry as the C library writes it. */
function entry(type: number, line: string, user: string): Buffer {
  const bytes = Buffer.alloc(384);
  bytes.writeInt16LE(type, 0);
  bytes.writeInt32LE(4711, 4);
  bytes.write(line, 8);
  bytes.write(user, 44);
  bytes.writeInt32LE(1_700_000_000, 340);
  return bytes;
}

test("logins are told of by user and time of day; the first look only notes where the file ends", async (t) => {
  const path = join(scratch(t), "wtmp");
  writeFileSync(path, entry(7, "pts/0", "before"));
  const note = (one: Map<Value, Value>): unknown => one.set("action", "noted");
  const module = beaconModule("wtmp", loginBeacon("wtmp", { doc: "", path, note }));
  const { context } = fakeContext();
  const look = async (config: Plain): Promise<readonly Value[]> => {
    const fn = module.functions.beacon;
    const events = fn && (await callDirectly("beacon", fn, [toValue(config)], new Map(), context));
    return isList(events) ? events.map((event) => `${get(event, "user")} ${get(event, "action")}`) : [];
  };
  const config = [{ users: { ann: {}, bob: { time_range: { start: "00:00", end: "00:00" } } } }];
  assert.deepEqual(await look(config), []);
  appendFileSync(
    path,
    Buffer.concat([entry(7, "pts/1", "ann"), entry(7, "pts/2", "bob"), entry(7, "pts/3", "eve")]),
  );
  assert.deepEqual(await look(config), ["ann noted"]);
});
