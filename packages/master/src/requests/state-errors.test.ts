import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, get } from "@salt/core";
import { stateErrors } from "./state-errors.js";

const JID = "20260102030405000678";
const good = { result: true, comment: "" };
const bad = { result: false, comment: "no" };

test("each failed state is told, under its own name and below the job", () => {
  const ret = { "file_|-a_|-/etc/a_|-managed": bad, "cmd_|-b_|-b_|-run": good };
  const load = dict({ fun: "state.sls", return: ret, retcode: 2, user: "root" });
  const events = stateErrors(load, JID, "web1");
  const tag = `salt/job/${JID}/sub/web1/error/state.sls`;
  assert.deepEqual(
    events.map((event) => event.tag),
    ["file.managed", tag],
  );
  assert.deepEqual(events[0]?.data, dict({ ...bad, retcode: 2 }));
  const about = { jid: JID, id: "web1", success: false, return: "Error: file.managed", fun: "state.sls" };
  assert.deepEqual(events[1]?.data, dict({ ...bad, retcode: 2, ...about, user: "root" }));
});

test("of a compound command, the functions that failed are looked at", () => {
  const states = { "file_|-a_|-a_|-absent": bad };
  const parts = { fun: ["test.ping", "state.highstate"] };
  const ordered = dict({ ...parts, return: [true, states], retcode: [0, 1] });
  assert.equal(stateErrors(ordered, JID, "web1").length, 2);
  const named = dict({ ...parts, return: { "state.highstate": states }, retcode: { "state.highstate": 1 } });
  assert.equal(get(stateErrors(named, JID, "web1")[1]?.data, "fun"), "state.highstate");
  assert.deepEqual(stateErrors(dict({ ...parts, return: [true, states], retcode: [1, 0] }), JID, "w"), []);
});

test("nothing is told of other functions, of success, or of what is no state", () => {
  const ret = { "file_|-a_|-a_|-managed": bad };
  for (const load of [
    { fun: "state.apply", return: ret, retcode: 2 },
    { fun: "state.sls", return: ret, retcode: 0 },
    { fun: "state.sls", return: ["Rendering failed"], retcode: 1 },
    { fun: "state.sls", return: { "salt/auth_|-x_|-y": bad, plain: true }, retcode: 1 },
    { fun: "state.sls" },
  ]) {
    assert.deepEqual(stateErrors(dict(load), JID, "web1"), []);
  }
});
