/** States of small settings: what is called, and how it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import type { FakeFunctions } from "../testing/state-context.js";
import { fakeStates, runState } from "../testing/state-context.js";
import { alternatives } from "./alternatives.js";
import { grains } from "./grains.js";
import { host } from "./host.js";
import { kmod } from "./kmod.js";
import { sysctl } from "./sysctl.js";
import { timezone } from "./timezone.js";

test("a program is registered for a name", async () => {
  let isThere = false;
  const functions: FakeFunctions = {
    "alternatives.check_exists": () => isThere,
    "alternatives.check_installed": () => isThere,
    "alternatives.install": () => {
      isThere = true;
      return "";
    },
  };
  const { context } = fakeStates(functions);
  const wanted = { name: "editor", link: "/usr/bin/editor", path: "/usr/bin/vi", priority: 5 };
  const told = await runState(alternatives, "install", wanted, context);
  assert.equal(told.comment, "Alternative for editor set to path /usr/bin/vi with priority 5");
  const again = await runState(alternatives, "install", wanted, context);
  assert.equal(again.comment, "Alternative /usr/bin/vi for editor is already registered");
});

test("a parameter of the kernel", async () => {
  const { context } = fakeStates({ "sysctl.persist": () => "Updated" });
  const wanted = { name: "vm.swappiness", value: 10, config: "/etc/sysctl.conf" };
  assert.deepEqual(await runState(sysctl, "present", wanted, context), {
    result: true,
    comment: "Updated sysctl value vm.swappiness = 10",
    changes: "{'vm.swappiness': 10}",
  });
  const trial = fakeStates(
    { "sysctl.show": () => ({ "vm.swappiness": "10" }), "sysctl.get": () => "10" },
    true,
  );
  const told = await runState(sysctl, "present", wanted, trial.context);
  assert.equal(told.comment, "Sysctl value vm.swappiness = 10 is already set");
});

test("a time zone is set once", async () => {
  let zone = "Etc/UTC";
  const { context } = fakeStates({
    "timezone.zone_compare": (wanted) => wanted === zone,
    "timezone.get_hwclock": () => "UTC",
    "timezone.set_zone": (wanted) => {
      zone = String(wanted);
      return true;
    },
  });
  const told = await runState(timezone, "system", { name: "Europe/Berlin" }, context);
  assert.deepEqual(
    [told.comment, told.changes],
    ["Set timezone Europe/Berlin", "{'timezone': 'Europe/Berlin'}"],
  );
  const again = await runState(timezone, "system", { name: "Europe/Berlin" }, context);
  assert.equal(again.comment, "Timezone Europe/Berlin already set, UTC already set to Europe/Berlin");
});

test("modules of the kernel that are not there", async () => {
  const { context } = fakeStates({ "kmod.mod_list": () => ["loop"], "kmod.available": () => ["loop"] });
  const told = await runState(kmod, "present", { name: "x", mods: ["loop", "nope"] }, context);
  const comment = "Kernel module loop is already present\nKernel module nope is unavailable";
  assert.deepEqual([told.result, told.comment], [false, comment]);
});

test("a name stands for an address", async () => {
  const hosts: { [ip: string]: Plain } = { "10.0.0.1": { aliases: ["old"] } };
  const { context, calls } = fakeStates({ "hosts.list_hosts": () => hosts, "hosts.add_host": () => true });
  const told = await runState(host, "present", { name: "web", ip: ["10.0.0.1", "10.0.0.2"] }, context);
  assert.equal(told.changes, "{'added': {'10.0.0.2': ['web'], '10.0.0.1': ['web']}}");
  assert.equal(calls.length, 3);
});

test("grains that are lists", async () => {
  const roles: string[] = ["web"];
  const { context } = fakeStates({
    "grains.get": () => roles,
    "grains.append": (_key, value) => {
      roles.push(String(value));
      return { roles };
    },
  });
  const told = await runState(grains, "list_present", { name: "roles", value: "db" }, context);
  assert.deepEqual([told.result, told.comment], [true, "Append value db to grain roles"]);
  const again = await runState(grains, "list_present", { name: "roles", value: "db" }, context);
  assert.equal(again.comment, "Value db is already in grain roles");
});
