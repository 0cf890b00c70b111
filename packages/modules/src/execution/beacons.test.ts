/** Functions and the state of beacons, with a minion that only keeps a book; answers were compared with Salt's. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { callDirectly, dict, get, getString, isList } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";

interface Bench {
  readonly context: ExecutionContext;
  readonly file: string;
  comment(...line: readonly string[]): Promise<readonly [Value | undefined, Value | undefined]>;
}

function bench(t: TestContext): Bench {
  const dir = mkdtempSync(join(tmpdir(), "beacons-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const book = new Map<Value, Value>();
  const beacons = async (request: Dict): Promise<Dict> => {
    const [func, name] = [getString(request, "func"), getString(request, "name") ?? ""];
    const config = request.get("beacon_data") ?? null;
    if (func === "list_available") return dict({ complete: true, beacons: ["ps"] });
    if (func === "validate_beacon")
      return dict({ valid: isList(config) && config.length > 0, vcomment: "It is empty." });
    if (func === "add" || func === "modify") book.set(name, config);
    else if (func === "delete") book.delete(name);
    else if (func === "disable") book.set("enabled", false);
    else if (func === "disable_beacon") book.set(name, [dict({ enabled: false })]);
    else if (func === "reset") book.clear();
    return dict({ complete: true, beacons: new Map(book) });
  };
  const { context } = fakeContext({ opts: dict({ conf_file: join(dir, "minion") }), control: { beacons } });
  const comment = async (...line: readonly string[]) => {
    const answer = await callLine(line, context);
    return [get(answer, "result"), get(answer, "comment")] as const;
  };
  return { context, comment, file: join(dir, "minion.d", "beacons.conf") };
}

const CONFIG = "[{processes: {cron: running}}]";

test("a beacon is added, changed, switched off, kept and deleted", async (t) => {
  const { comment, context, file } = bench(t);
  assert.deepEqual(await comment("beacons.add", "nosuch", "[]"), [
    false,
    'Beacon "nosuch" is not available.',
  ]);
  assert.deepEqual(await comment("beacons.add", "ps", CONFIG, "test=True"), [
    true,
    "Beacon: ps would be added.",
  ]);
  assert.deepEqual(await comment("beacons.add", "ps", "[]"), [
    false,
    "Beacon ps configuration invalid, not adding.\nIt is empty.",
  ]);
  assert.deepEqual(await comment("beacons.add", "ps", CONFIG), [true, "Added beacon: ps."]);
  assert.deepEqual(await comment("beacons.add", "ps", CONFIG), [true, "Beacon ps is already configured."]);
  assert.deepEqual(await comment("beacons.modify", "ps", CONFIG), [true, "Job ps in correct state"]);
  assert.equal(
    await callLine(["beacons.list"], context),
    "beacons:\n  ps:\n  - processes:\n      cron: running\n",
  );
  const changed = await callLine(["beacons.modify", "ps", "[{processes: {}}]"], context);
  assert.equal(
    get(get(changed, "changes"), "diff"),
    "--- \n+++ \n@@ -1 +1 @@\n-processes:{'cron': 'running'}\n+processes:{}\n",
  );
  assert.deepEqual(await comment("beacons.save"), [true, `Beacons saved to ${file}.`]);
  assert.equal(readFileSync(file, "utf8"), "beacons:\n  ps:\n  - processes: {}\n");
  assert.deepEqual(await comment("beacons.disable_beacon", "ps"), [true, "Disabled beacon ps on minion."]);
  assert.deepEqual(await comment("beacons.delete", "ps"), [true, "Deleted beacon: ps."]);
  assert.deepEqual(await comment("beacons.disable"), [true, "Disabled beacons on minion."]);
  assert.deepEqual(await comment("beacons.reset"), [true, "Beacon configuration reset."]);
});

test("without a minion every answer says so", async () => {
  const { context } = fakeContext();
  assert.equal(await callLine(["beacons.list"], context), "beacons: null\n");
  assert.equal(get(await callLine(["beacons.add", "ps", CONFIG], context), "result"), false);
});

test("states: present, in correct state, changed, absent", async (t) => {
  const { context } = bench(t);
  const run = async (fun: string, kwargs: { readonly [name: string]: Value }): Promise<Value | undefined> => {
    const state = await context.ofKind("state").find(`beacon.${fun}`);
    const given = new Map(Object.entries({ name: "ps", ...kwargs }));
    return get(await callDirectly(fun, state, [], given, context), "comment");
  };
  const kwargs = { processes: dict({ cron: "running" }) };
  assert.equal(await run("present", kwargs), "Adding ps to beacons");
  assert.equal(await run("present", kwargs), "Job ps in correct state");
  assert.equal(
    await run("present", { processes: new Map(), save: true }),
    "Modifying ps in beacons\nBeacon ps saved",
  );
  assert.equal(await run("absent", {}), "Removed ps from beacons");
  assert.equal(await run("absent", {}), "ps not configured in beacons");
  assert.equal(await run("enabled", {}), "ps not a configured beacon");
  assert.equal(await run("disabled", {}), "Job ps is not configured.");
});
