/** The queue of at(1): what its lines mean, and what reaches the program. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonRepr, toValue } from "@salt/core";
import { callLine } from "../testing/execution-context.js";
import { recordingCommands } from "../testing/recording-commands.js";

const QUEUE = "3\tSat Nov  7 17:05:00 2026 a root\n4\t2026-12-24 09:30 b jim\nnonsense";

function context() {
  return recordingCommands((words) => {
    if (words.includes("-c")) return { stdout: words.includes("3") ? "#!/bin/sh\n### SALT: nightly\nx" : "" };
    return { stdout: words.length === 1 ? QUEUE : "" };
  });
}

test("both forms of a date are read", async () => {
  const { context: minion } = context();
  const told = pythonRepr(toValue(await callLine(["at.atq"], minion)));
  assert.equal(
    told,
    "{'jobs': [{'job': 3, 'date': '2026-11-07', 'time': '17:05:00', 'queue': 'a', 'user': 'root', 'tag': 'nightly'}, " +
      "{'job': 4, 'date': '2026-12-24', 'time': '09:30', 'queue': 'b', 'user': 'jim', 'tag': ''}]}",
  );
});

test("each number is one word of at -d", async () => {
  const { context: minion, commands } = context();
  await callLine(["at.atrm", "4", "3", "99"], minion);
  assert.deepEqual(commands.at(-1)?.slice(1), ["-d", "3", "4"]);
});

test("a time that looks like an option is refused", async () => {
  const { context: minion } = context();
  await assert.rejects(callLine(["at.at", "-f/etc/shadow", "x"], minion), /timespec/);
});
