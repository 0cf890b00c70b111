import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict } from "@salt/core";
import { fakeRunner, runLine } from "../../testing/runner-context.js";
import { manage } from "../manage.js";

describe("minions that are there", () => {
  const answers = { web2: ["127.0.0.1", "192.0.2.2"], web1: ["127.0.0.1"], db1: [] };
  const { context } = fakeRunner({ accepted: ["web2", "db2", "db1", "web1"], answers });
  const call = (name: string, ...words: readonly string[]) => runLine(manage, name, words, context);

  it("are shown with the address that others reach them at, where they have one", async () => {
    const addresses = dict({ web2: "192.0.2.2", web1: "127.0.0.1", db1: null });
    assert.deepEqual(await call("present", "show_ip=True"), addresses);
    assert.deepEqual(await call("present", "show_ip=True", "subset=[web2]"), dict({ web2: "192.0.2.2" }));
  });

  it("go by many names", async () => {
    for (const name of ["present", "list_state", "alived", "joined", "allowed", "reaped"]) {
      assert.deepEqual(await call(name), ["db1", "web1", "web2"], name);
    }
    for (const name of [
      "not_present",
      "list_not_state",
      "not_alived",
      "not_joined",
      "not_allowed",
      "not_reaped",
    ]) {
      assert.deepEqual(await call(name), ["db2"], name);
    }
  });

  it("are only looked for among the ids asked for", async () => {
    assert.deepEqual(await call("list_not_state", "subset=[web1]"), []);
    assert.deepEqual(await call("list_not_state", "subset=[db2,web1]"), ["db2"]);
  });
});
