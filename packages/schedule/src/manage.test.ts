/** Requests to a schedule, with the answers that Salt's events carry. */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { dict, getDict, SaltInvocationError } from "@salt/core";
import { manageSchedule } from "./manage.js";
import type { ScheduleBench } from "./testing.js";
import { scheduleBench } from "./testing.js";

const JOB = { function: "test.ping", seconds: 3600 };

function bench(t: TestContext): ScheduleBench {
  const made = scheduleBench({ a: JOB }, { p: JOB });
  t.after(() => made.scheduler.close());
  return made;
}

const ask = (schedule: ScheduleBench, request: { readonly [key: string]: Plain }) =>
  manageSchedule(dict(request), schedule);

test("jobs are added, replaced and removed, saved unless that is not wanted, and told by Salt's tags", async (t) => {
  const schedule = bench(t);
  const added = await ask(schedule, { func: "add", name: "b", schedule: { b: JOB } });
  assert.equal(added.tag, "/salt/minion/minion_schedule_add_complete");
  assert.deepEqual([...(getDict(added.data, "schedule")?.keys() ?? [])], ["p", "a", "b"]);
  assert.deepEqual(getDict(getDict(added.data, "schedule"), "b"), dict({ ...JOB, enabled: true }));
  await ask(schedule, { func: "modify", name: "b", schedule: { ...JOB, seconds: 5 }, persist: false });
  await ask(schedule, { func: "delete", name: "a" });
  assert.equal(schedule.saved.length, 2);
  assert.deepEqual(schedule.saved.at(-1), dict({ b: { ...JOB, seconds: 5 } }));
});

test("jobs of the pillar are listed and stay what they are", async (t) => {
  const schedule = bench(t);
  await ask(schedule, { func: "delete", name: "p" });
  await ask(schedule, { func: "disable_job", name: "p" });
  await ask(schedule, { func: "modify", name: "p", schedule: { ...JOB, seconds: 1 } });
  const { data } = await ask(schedule, { func: "list", where: "pillar" });
  assert.deepEqual(getDict(data, "schedule"), dict({ p: JOB }));
});

test("a job runs at once, tells when it is next, and what became of it", async (t) => {
  const schedule = bench(t);
  await ask(schedule, { func: "run_job", name: "a" });
  assert.deepEqual(schedule.started, ["a"]);
  const next = await ask(schedule, { func: "get_next_fire_time", name: "a" });
  assert.equal(next.data.get("next_fire_time"), "2026-11-21T17:30:00");
  const none = await ask(schedule, { func: "get_next_fire_time", name: "none" });
  assert.equal(none.data.get("next_fire_time"), null);
  const status = getDict((await ask(schedule, { func: "job_status", name: "a" })).data, "data");
  assert.equal(status?.get("_last_run"), "2026-11-21T16:30:00");
  const day = await ask(schedule, { func: "job_status", name: "a", time_fmt: "%d.%m." });
  assert.equal(getDict(day.data, "data")?.get("_last_run"), "21.11.");
});

test("a run is moved to another time", async (t) => {
  const schedule = bench(t);
  const times = { time: "2026-11-21T17:30:00", new_time: "2026-11-21T16:31:00" };
  await ask(schedule, { func: "postpone_job", name: "a", ...times });
  schedule.pass(60);
  assert.deepEqual(schedule.started, ["a"]);
  schedule.pass(59 * 60 + 30);
  assert.deepEqual(schedule.started, ["a", "p"], "the old time is skipped");
});

test("requests that cannot be understood are refused", async (t) => {
  const schedule = bench(t);
  await assert.rejects(ask(schedule, { func: "explode" }), SaltInvocationError);
  await assert.rejects(ask(schedule, { func: "delete" }), SaltInvocationError);
  await assert.rejects(ask(schedule, { func: "add", name: "x" }), SaltInvocationError);
});
