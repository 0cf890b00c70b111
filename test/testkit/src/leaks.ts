/**
 * Looking for what a closed cluster has left behind.
 */
import assert from "node:assert/strict";
import { until } from "./until.js";

/** Kinds of resources that must be gone after closing; timers of the test runner itself do not count. */
const COUNTED = [
  "TCPSocketWrap",
  "TCPServerWrap",
  "PipeWrap",
  "PipeServerWrap",
  "ProcessWrap",
  "FSEventWrap",
];

function open(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (COUNTED.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Runs something that opens and closes resources, and fails when more of them are open afterwards than before. */
export async function assertNoLeaks(run: () => Promise<void>): Promise<void> {
  const before = open();
  await run();
  const surplus = (): readonly string[] =>
    [...open()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
  await until("resources to be released", () => surplus().length === 0, 5000).catch(() => {
    assert.deepEqual(surplus(), [], "left open");
  });
}
