/** `mod_beacon` of files, packages and services. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { file } from "./file.js";
import { pkg } from "./pkg.js";
import { service } from "./service.js";

const functions = {
  "beacons.list": () => ({}),
  "beacons.add": () => ({ result: true, comment: "Added." }),
};

test("a beacon is set up with what the state is about", async () => {
  const { context, calls } = fakeStates(functions);
  const chunk = {
    name: "/etc/x",
    beacon: true,
    sfun: "directory",
    beacon_data: { interval: 5, recurse: false },
  };
  const { result, comment } = await runState(file, "mod_beacon", chunk, context);
  assert.deepEqual([result, comment], [true, "Adding beacon_inotify_/etc/x to beacons"]);
  const settings =
    "[{'files': {'/etc/x': {'mask': ['create', 'delete', 'modify'], 'auto_add': True, 'recurse': False, 'exclude': []}}}, {'interval': 5}, {'coalesce': False}, {'beacon_module': 'inotify'}]";
  assert.ok(calls[1]?.startsWith(`beacons.add('beacon_inotify_/etc/x', ${settings}, files=`), calls[1]);
});

test("packages and services have beacons of their own kind", async () => {
  const { context } = fakeStates(functions);
  const installed = await runState(
    pkg,
    "mod_beacon",
    { name: "vim", beacon: true, sfun: "installed" },
    context,
  );
  assert.equal(installed.comment, "Adding beacon_pkg_vim to beacons");
  const running = await runState(
    service,
    "mod_beacon",
    { name: "ssh", beacon: true, sfun: "running" },
    context,
  );
  assert.equal(running.comment, "Adding beacon_service_ssh to beacons");
});

test("without one, and for functions that have none, it says so", async () => {
  const { context } = fakeStates(functions);
  const off = await runState(file, "mod_beacon", { name: "/x", beacon: false, sfun: "managed" }, context);
  assert.deepEqual([off.result, off.comment], [true, "Not adding beacon."]);
  const none = await runState(file, "mod_beacon", { name: "/x", beacon: true, sfun: "symlink" }, context);
  assert.deepEqual(
    [none.result, none.comment],
    [false, "file.symlink does not work with the beacon state function"],
  );
  const watch = await runState(pkg, "mod_beacon", { name: "x", beacon: true, sfun: "latest" }, context);
  assert.equal(watch.comment, "pkg.latest does not work with the mod_beacon state function");
});
