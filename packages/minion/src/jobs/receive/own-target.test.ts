/** A minion's own decision about targets with range expressions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TargetError } from "@salt/core";
import { OwnTarget } from "./own-target.js";

const facts = { id: "web1", grains: new Map([["fqdn", "web1.example.com"]]), pillar: new Map() };
const compound = (tgt: string) => ({ tgt, tgtType: "compound", delimiter: ":" }) as const;

test("names of the range server mean the id or the fqdn", async () => {
  const asked: string[] = [];
  const names = new Map([
    ["%ids", ["web1"]],
    ["%hosts", ["web1.example.com"]],
    ["%others", ["db1"]],
  ]);
  const expand = async (expression: string): Promise<readonly string[]> => {
    asked.push(expression);
    return names.get(expression) ?? [];
  };
  const own = new OwnTarget({ expand }, new AbortController().signal);
  assert.equal(await own.means(compound("R@%ids"), facts), true);
  assert.equal(await own.means(compound("db* or R@%hosts"), facts), true);
  assert.equal(await own.means(compound("R@%others"), facts), false);
  assert.equal(await own.means({ tgt: "%ids", tgtType: "range", delimiter: ":" }, facts), true);
  assert.equal(await own.means(compound("web*"), facts), true);
  assert.deepEqual(asked, ["%ids", "%hosts", "%others", "%ids"]);
});

test("few jobs wait for it at once, and other jobs do not", async () => {
  let answer: (names: readonly string[]) => void = () => {};
  const answered = new Promise<readonly string[]>((resolve) => {
    answer = resolve;
  });
  const own = new OwnTarget({ expand: () => answered }, new AbortController().signal);
  const waiting = Array.from({ length: 50 }, () => own.means(compound("R@%web"), facts));
  await assert.rejects(own.means(compound("R@%web"), facts), TargetError);
  assert.equal(await own.means(compound("web1"), facts), true);
  answer(["web1"]);
  assert.ok((await Promise.all(waiting)).every(Boolean));
  assert.equal(await own.means(compound("R@%web"), facts), true);
});
