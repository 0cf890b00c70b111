import assert from "node:assert/strict";
import { test } from "node:test";
import { JidSource, systemClock } from "@salt/core";
import { startupJob } from "./startup-states.js";

test("startup_states is the highstate, a list of SLS, or a top file", () => {
  const call = (startup_states: string) => {
    const config = { startup_states, sls_list: ["web", "db"], top_file: "first.sls" };
    const job = startupJob("web1", config, new JidSource(systemClock));
    return job && [job.fun, job.arg, job.target.tgt];
  };
  assert.deepEqual(call("highstate"), ["state.highstate", [], "web1"]);
  assert.deepEqual(call("sls"), ["state.sls", [["web", "db"]], "web1"]);
  assert.deepEqual(call("top"), ["state.top", ["first.sls"], "web1"]);
  assert.equal(call(""), undefined);
});
