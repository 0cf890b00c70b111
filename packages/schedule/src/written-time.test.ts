/** Times as people write them; what they mean was read off dateutil. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTime, readTime, resolveTime } from "./written-time.js";

/** A Saturday. */
const NOW = new Date(2026, 10, 21, 16, 30).getTime();
const local = (...parts: readonly [number, number, number, number?, number?, number?]): number => {
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts;
  return new Date(year, month - 1, day, hour, minute, second).getTime();
};

const MEANINGS: readonly (readonly [string, number])[] = [
  ["5:00pm", local(2026, 11, 21, 17)],
  ["12:30am", local(2026, 11, 21, 0, 30)],
  ["13:45:10", local(2026, 11, 21, 13, 45, 10)],
  ["Monday 5:00pm", local(2026, 11, 23, 17)],
  ["monday at 5pm", local(2026, 11, 23, 17)],
  ["Saturday 9am", local(2026, 11, 21, 9)],
  ["2026-11-22 10:00", local(2026, 11, 22, 10)],
  ["2026-11-22T10:00:05", local(2026, 11, 22, 10, 0, 5)],
  ["20261201 10:00", local(2026, 12, 1, 10)],
  ["12/31/2026 5pm", local(2026, 12, 31, 17)],
  ["31/12/2026", local(2026, 12, 31)],
  ["22 Nov 2026 7:05", local(2026, 11, 22, 7, 5)],
  ["November 22, 2026 5:00 PM", local(2026, 11, 22, 17)],
  ["Nov 25", local(2026, 11, 25)],
  ["2026-11-22T10:00:00Z", Date.UTC(2026, 10, 22, 10)],
  ["2026-11-22 10:00 +0200", Date.UTC(2026, 10, 22, 8)],
];

for (const [text, meaning] of MEANINGS) {
  test(`'${text}' is read`, () => {
    const time = readTime(text);
    assert.ok(time !== undefined);
    assert.equal(new Date(resolveTime(time, NOW)).toISOString(), new Date(meaning).toISOString());
  });
}

test("texts that are no times are refused", () => {
  const texts = [
    "",
    "noonish",
    "25:00",
    "2026-13-01",
    "Feb 30 2026",
    "13pm",
    "5:00 6:00",
    "10:00; rm -rf /",
    "5",
  ];
  for (const text of [...texts, "1".repeat(10_000)])
    assert.equal(readTime(text), undefined, text.slice(0, 40));
});

test("a time without a date comes back each day, one with a day of the week each week, a date only once", () => {
  const next = (text: string): number | undefined => {
    const time = readTime(text);
    assert.ok(time !== undefined);
    return nextTime(time, NOW);
  };
  assert.equal(next("5:00pm"), local(2026, 11, 21, 17));
  assert.equal(next("4:00pm"), local(2026, 11, 22, 16));
  assert.equal(next("Saturday 9am"), local(2026, 11, 28, 9));
  assert.equal(next("Saturday 9pm"), local(2026, 11, 21, 21));
  assert.equal(next("2026-11-20 10:00"), undefined);
});
