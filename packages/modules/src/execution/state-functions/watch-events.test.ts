import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict, nullLogger } from "@salt/core";
import { minionBusName, openBusServer } from "@salt/wire";
import { callLine, fakeContext } from "../../testing/execution-context.js";

test("state.event shows events of the minion's bus that match, as many as asked for, once a daemon is there", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "watch-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const lines: string[] = [];
  const { context } = fakeContext({ opts: dict({ sock_dir: dir }) });
  const watching = callLine(["state.event", "a/.+/c", "count=2"], {
    ...context,
    print: (line) => lines.push(line),
  });
  const bus = await openBusServer({
    dir,
    name: minionBusName(context.id),
    framing: "3006",
    maxEventBytes: 1024,
    log: nullLogger,
    onEvent: () => {},
  });
  t.after(() => bus.close());
  const tick = setInterval(() => {
    for (const tag of ["other", "a/b/c"])
      bus.publish({ tag, data: dict({ n: 1, a: new Uint8Array([104, 105]) }) });
  }, 20);
  t.after(() => clearInterval(tick));
  assert.equal(await watching, null);
  assert.deepEqual(lines, ['a/b/c\t{"n": 1, "a": "hi"}', 'a/b/c\t{"n": 1, "a": "hi"}']);
});
