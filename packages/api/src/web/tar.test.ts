import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { tarOf } from "./tar.js";

test("tar reads what is written", () => {
  const archive = tarOf([
    { name: "minion.pub", text: "public\n" },
    { name: "minion.pem", text: "x".repeat(512) },
  ]);
  const list = execFileSync("tar", ["tvf", "-"], { input: archive, encoding: "utf8" }).trim().split("\n");
  assert.deepEqual(
    list.map((line) => [line.slice(0, 10), line.split(" ").at(-1)]),
    [
      ["-rw-------", "minion.pub"],
      ["-rw-------", "minion.pem"],
    ],
  );
  const text = execFileSync("tar", ["xOf", "-", "minion.pub"], { input: archive, encoding: "utf8" });
  assert.equal(text, "public\n");
});
