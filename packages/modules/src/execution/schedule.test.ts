/** Functions and states of the schedule, with a scheduler that only keeps its book; answers were compared with Salt's. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { dict, get, getDict, nullLogger, systemClock } from "@salt/core";
import { manageSchedule, ScheduleBook, Scheduler, saveSchedule, scheduleFile } from "@salt/schedule";
import { callLine, fakeContext } from "../testing/execution-context.js";

interface Bench {
  readonly context: ExecutionContext;
  readonly started: string[];
  /** Calls a function as a command line would; `key=value` words are keyword arguments. */
  call(line: string): Promise<Value>;
}

function bench(t: TestContext, pillar: { readonly [name: string]: Plain } = {}): Bench {
  const dir = mkdtempSync(join(tmpdir(), "schedule-"));
  const opts = dict({ conf_file: join(dir, "minion"), test: false });
  const book = new ScheduleBook(new Map(), () => dict(pillar));
  const started: string[] = [];
  const parts = {
    book,
    whens: () => [],
    atWork: () => 0,
    clock: systemClock,
    chance: () => 0,
    log: nullLogger,
  };
  const scheduler = new Scheduler({ ...parts, start: (job) => started.push(job.name) });
  t.after(() => {
    scheduler.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const save = (schedule: Dict): Promise<void> => saveSchedule(opts, schedule);
  const schedule = async (request: Dict): Promise<Dict> =>
    (await manageSchedule(request, { book, scheduler, save })).data;
  const { context } = fakeContext({ opts, control: { schedule } });
  return { context, started, call: (line) => callLine(line.split(" "), context) };
}

const comment = (value: Value): Value => get(value, "comment") ?? null;

test("a job is added, listed, changed and removed; the file has it and nobody else can read it", async (t) => {
  const { context, call } = bench(t);
  const added = await call("schedule.add job1 function=test.ping seconds=3600");
  assert.deepEqual(
    added,
    dict({ comment: "Added job: job1 to schedule.", result: true, changes: { job1: "added" } }),
  );
  assert.equal(statSync(scheduleFile(context.opts)).mode & 0o777, 0o600);
  assert.equal(
    await call("schedule.list"),
    "schedule:\n  job1:\n    enabled: true\n    function: test.ping\n    jid_include: true\n    maxrunning: 1\n    name: job1\n    saved: true\n    seconds: 3600\n",
  );
  assert.equal(
    comment(await call("schedule.add job1 function=test.ping")),
    "Job job1 already exists in schedule.",
  );
  const modified = await call("schedule.modify job1 seconds=60");
  assert.equal(get(getDict(getDict(getDict(modified, "changes"), "job1"), "new"), "seconds"), 60);
  assert.equal(comment(await call("schedule.modify job1 seconds=60")), "Job job1 in correct state");
  assert.equal(comment(await call("schedule.delete job1")), "Deleted Job job1 from schedule.");
  assert.equal(await call("schedule.list"), "schedule: {}\n");
});

test("what cannot be scheduled is refused in Salt's words", async (t) => {
  const { call } = bench(t);
  const both = 'Error: Unable to use "seconds", "minutes", "hours", or "days" with "when" or "cron" options.';
  assert.equal(comment(await call("schedule.add a function=test.ping seconds=5 when=5pm")), both);
  assert.match(
    String(comment(await call("schedule.add a function=test.ping when=noonish"))),
    /in invalid\.$/,
  );
  await assert.rejects(call("schedule.add a seconds=5"), { name: "KeyError" });
  for (const line of ["delete a", "enable_job a", "disable_job a", "run_job a"]) {
    assert.equal(comment(await call(`schedule.${line}`)), "Job a does not exist.");
  }
});

test("jobs run at once, are switched off, moved and skipped", async (t) => {
  const { call, started } = bench(t, { p: { function: "test.ping", hours: 1 } });
  await call("schedule.add a function=test.ping hours=1");
  assert.equal(comment(await call("schedule.run_job a")), "Scheduling Job a on minion.");
  assert.deepEqual(started, ["a"]);
  assert.equal(comment(await call("schedule.disable_job a")), "Disabled Job a in schedule.");
  assert.equal(comment(await call("schedule.run_job a")), "Job a is disabled.");
  assert.equal(comment(await call("schedule.enable_job a")), "Enabled Job a in schedule.");
  assert.equal(
    comment(await call("schedule.skip_job a 2026-12-24T18:00:00")),
    "Added Skip Job a in schedule.",
  );
  assert.equal(comment(await call("schedule.skip_job a tomorrow")), "Date string could not be parsed.");
  const moved = await call("schedule.postpone_job a 2026-12-24T18:00:00 2026-12-25T18:00:00");
  assert.equal(comment(moved), "Postponed Job a in schedule.");
  assert.match(
    String(get(await call("schedule.show_next_fire_time a"), "next_fire_time")),
    /^\d{4}-\d\d-\d\dT/,
  );
  await call("schedule.disable");
  assert.equal(await call("schedule.is_enabled"), false);
  assert.deepEqual(getDict(await call("schedule.purge"), "changes"), dict({ a: "removed" }));
});

test("without a running minion the file is changed, and what needs one says so", async (t) => {
  const { call, context } = bench(t);
  const alone: ExecutionContext = {
    ...context,
    control: { ...context.control, schedule: async () => undefined },
  };
  const line = (text: string): Promise<Value> => callLine(text.split(" "), alone);
  assert.equal(
    comment(await line("schedule.add a function=test.ping hours=1")),
    "Failed to add job a to schedule.",
  );
  await line("schedule.add a function=test.ping hours=1 offline=True");
  assert.deepEqual([...((await line("schedule.list offline=True return_yaml=False")) as Dict).keys()], ["a"]);
  assert.ok(Array.isArray(comment(await call("schedule.reload"))));
  assert.equal(comment(await call("schedule.enable_job a")), "Enabled Job a in schedule.");
  writeFileSync(scheduleFile(context.opts), "schedule: {b: {function: test.ping, hours: 1}}\n");
  await line("schedule.delete b offline=True");
  assert.equal(await line("schedule.list offline=True"), "schedule: {}\n");
});

test("states", async (t) => {
  const { context } = bench(t);
  const state = async (
    fun: string,
    kwargs: { readonly [name: string]: Value } = {},
    test = false,
  ): Promise<Value> => {
    const own = { ...context, opts: new Map(context.opts).set("test", test) };
    const fn = await context.ofKind("state").find(`schedule.${fun}`);
    const keywords = new Map<Value, Value>([["__kwarg__", true], ["name", "a"], ...Object.entries(kwargs)]);
    const { callFunction } = await import("@salt/core");
    return await callFunction(`schedule.${fun}`, fn, [keywords], own);
  };
  const job = { function: "test.ping", seconds: 3600 };
  assert.equal(comment(await state("present", job, true)), "Job: a would be added to schedule.");
  assert.deepEqual(getDict(await state("present", job), "changes"), dict({ a: "added" }));
  assert.equal(comment(await state("present", job)), "Job a in correct state");
  assert.equal(comment(await state("present", { ...job, seconds: 60 })), "Modifying job a in schedule");
  assert.equal(comment(await state("disabled")), "Disabled job a from schedule");
  assert.equal(comment(await state("absent")), "Removed job a from schedule");
  assert.equal(comment(await state("absent")), "Job a not present in schedule");
});
