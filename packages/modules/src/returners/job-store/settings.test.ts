/**
 * Tests of settings.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import type { SettingNames } from "./settings.js";
import { portOf, returnerSettings } from "./settings.js";

const NAMES: SettingNames = {
  returner: "box",
  places: ["host", "port"],
  secrets: ["password"],
  others: ["db"],
  defaults: { host: "salt", password: "salt" },
};
const opts = dict({
  "box.host": "here",
  "box.password": "hidden",
  "second.box.host": "there",
  box: { db: 3 },
});

test("the configuration says, and an alternative falls back to it", () => {
  assert.deepEqual(Object.fromEntries(returnerSettings(NAMES, opts)), {
    host: "here",
    password: "hidden",
    db: "3",
  });
  const ret = dict({ ret_config: "second" });
  assert.deepEqual(Object.fromEntries(returnerSettings(NAMES, opts, ret)), {
    host: "there",
    password: "hidden",
    db: "3",
  });
  assert.equal(returnerSettings(NAMES, dict({})).get("host"), "salt");
});

test("a sender who names a server gets no configured password sent to it", () => {
  const sent = (kwargs: Record<string, string>) =>
    returnerSettings(NAMES, opts, dict({ ret_kwargs: kwargs }));
  assert.equal(sent({ db: "5" }).get("password"), "hidden");
  assert.equal(sent({ db: "5" }).get("db"), "5");
  assert.equal(sent({ host: "evil" }).get("password"), undefined);
  assert.equal(sent({ host: "evil", password: "own" }).get("password"), "own");
  assert.throws(() => sent({ file: "/etc/shadow" }), /box has no setting file/);
});

test("a port is a port", () => {
  assert.equal(portOf(new Map([["port", "6379"]])), 6379);
  assert.equal(portOf(new Map()), undefined);
  assert.throws(() => portOf(new Map([["port", "1;2"]])), /is no port/);
});
