/** When scheduled jobs run, and when they do not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { scheduleBench } from "./testing.js";

const MINUTE = 60;
const HOUR = 3600;

test("an interval begins when the job is known, and anew when it has run", () => {
  const { started, pass } = scheduleBench({ a: { function: "test.ping", minutes: 1, seconds: 30 } });
  pass(89);
  assert.deepEqual(started, []);
  pass(1);
  assert.deepEqual(started, ["a"]);
  pass(90);
  assert.deepEqual(started, ["a", "a"]);
});

test("a job may run at the start, whatever its range says", () => {
  const range = { start: "8:00am", end: "9:00am" };
  const { started, pass } = scheduleBench({
    a: { function: "test.ping", hours: 1, run_on_start: true, range },
  });
  assert.deepEqual(started, ["a"]);
  pass(HOUR);
  assert.deepEqual(started, ["a"]);
});

test("times of the day come back each day; names of times are looked up", () => {
  const { started, pass, leap } = scheduleBench({
    a: { function: "test.ping", when: ["5:00pm", "closing"] },
  });
  pass(30 * MINUTE);
  assert.deepEqual(started, ["a"]);
  pass(HOUR);
  assert.deepEqual(started, ["a", "a"]);
  for (let hour = 0; hour < 23; hour++) pass(HOUR);
  assert.equal(started.length, 3);
  leap(0);
  assert.equal(started.length, 3);
});

test("a cron line, with seconds at its end as croniter has them", () => {
  const { started, pass } = scheduleBench({
    minutes: { function: "test.ping", cron: "*/10 * * * *" },
    seconds: { function: "test.ping", cron: "* * * * * */20" },
  });
  pass(10 * MINUTE);
  assert.equal(started.filter((name) => name === "minutes").length, 1);
  assert.equal(started.filter((name) => name === "seconds").length, 30);
});

test("a job for once runs once, and not at all when its time is over", () => {
  const { started, pass } = scheduleBench({
    soon: { function: "test.ping", once: "2026-11-21T16:30:10" },
    form: { function: "test.ping", once: "21.11.2026 16:31", once_fmt: "%d.%m.%Y %H:%M" },
    over: { function: "test.ping", once: "2026-11-21T16:29:00" },
  });
  pass(5 * MINUTE);
  assert.deepEqual(started, ["soon", "form"]);
});

test("what the clock named while the machine slept is not made up for; an interval goes on", () => {
  const { started, leap } = scheduleBench({
    interval: { function: "test.ping", minutes: 5 },
    when: { function: "test.ping", when: "5:00pm" },
  });
  leap(3 * HOUR);
  assert.deepEqual(started, ["interval"]);
});

test("a splay puts a job off by chance", () => {
  const { started, pass } = scheduleBench({ a: { function: "test.ping", minutes: 1, splay: 20 } }, {}, 0.99);
  pass(79);
  assert.deepEqual(started, []);
  pass(1);
  assert.deepEqual(started, ["a"]);
});

test("ranges, their inversion, and ranges that are skipped", () => {
  const job = { function: "test.ping", minutes: 10 };
  const { started, pass, scheduler } = scheduleBench({
    within: { ...job, range: { start: "4:00pm", end: "4:45pm" } },
    outside: { ...job, range: { start: "4:00pm", end: "4:45pm", invert: true } },
    skipped: { ...job, skip_during_range: { start: "4:00pm", end: "4:55pm" }, run_after_skip_range: true },
  });
  pass(10 * MINUTE);
  assert.deepEqual(started, ["within"]);
  assert.equal(scheduler.historyOf("outside")?.skipped?.reason, "in_skip_range");
  pass(10 * MINUTE);
  assert.equal(started.filter((name) => name === "within").length, 1);
  assert.equal(started.filter((name) => name === "outside").length, 1);
  pass(5 * MINUTE + 1);
  assert.equal(started.filter((name) => name === "skipped").length, 1, "right after the range");
});

test("until and after, moved and skipped times", () => {
  const job = { function: "test.ping", minutes: 10 };
  const at = (time: string) => ({ time, time_fmt: "%Y-%m-%dT%H:%M:%S" });
  const { started, pass } = scheduleBench({
    until: { ...job, until: "2026-11-21 16:45" },
    after: { ...job, after: "2026-11-21 16:45" },
    moved: {
      ...job,
      skip_explicit: [at("2026-11-21T16:40:00")],
      run_explicit: [at("2026-11-21T16:43:00")],
    },
  });
  pass(12 * MINUTE);
  assert.deepEqual(started, ["until"]);
  pass(MINUTE);
  assert.deepEqual(started, ["until", "moved"]);
  pass(7 * MINUTE);
  assert.deepEqual(started.slice(2).sort(), ["after", "moved"]);
});

test("in the place of what is skipped runs skip_function", () => {
  const { started, pass } = scheduleBench({
    skip_function: "test.false",
    skip_during_range: { start: "4:00pm", end: "5:00pm" },
    a: { function: "test.ping", minutes: 1 },
  });
  pass(MINUTE);
  assert.deepEqual(started, ["test.false"]);
});

test("no more of a job are at work than may be, unless it is not watched", () => {
  const { started, working, pass, scheduler } = scheduleBench({
    a: { function: "test.sleep", seconds: 10, maxrunning: 2 },
    free: { function: "test.sleep", seconds: 10, jid_include: false },
  });
  working.set("a", 2).set("free", 50);
  pass(10);
  assert.deepEqual(started, ["free"]);
  assert.equal(scheduler.historyOf("a")?.skipped?.reason, "maxrunning");
  working.set("a", 1);
  pass(10);
  assert.deepEqual(started, ["free", "a", "free"]);
});

test("jobs and the whole schedule can be off; a dry run starts nothing", () => {
  const { started, book, pass } = scheduleBench({
    off: { function: "test.ping", seconds: 1, enabled: false },
    dry: { function: "test.ping", seconds: 1, dry_run: true },
    on: { function: "test.ping", seconds: 1 },
  });
  pass(1);
  assert.deepEqual(started, ["on"]);
  book.setEnabled(false);
  pass(5);
  assert.deepEqual(started, ["on"]);
});

test("what cannot be understood is left out, and the other jobs run", () => {
  const { started, pass } = scheduleBench({
    text: "test.ping",
    nothing: { seconds: 5 },
    both: { function: "test.ping", seconds: 5, cron: "* * * * *" },
    two: { function: "test.ping", when: "5pm", cron: "* * * * *" },
    zero: { function: "test.ping", seconds: 0 },
    never: { function: "test.ping", when: "noonish" },
    cron: { function: "test.ping", cron: "61 * * * *" },
    range: { function: "test.ping", seconds: 5, range: { start: "5pm", end: "4pm" } },
    good: { function: "test.ping", seconds: 5 },
  });
  pass(5);
  assert.deepEqual(started, ["good"]);
});

test("jobs that come, change and go are seen; those of the pillar stand behind", () => {
  const { started, book, pass } = scheduleBench(
    { a: { function: "test.ping", seconds: 10 } },
    { a: { function: "test.ping", seconds: 1 }, p: { function: "test.ping", seconds: 10 } },
  );
  pass(10);
  assert.deepEqual(started, ["a", "p"]);
  book.add(dict({ b: { function: "test.ping", seconds: 3 }, p: { function: "test.ping", seconds: 1 } }));
  book.delete("a");
  pass(1);
  pass(3);
  assert.deepEqual(started.slice(2).sort(), ["a", "a", "a", "b"], "the pillar's job of the name is back");
});
