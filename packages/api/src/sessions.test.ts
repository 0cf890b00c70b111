import assert from "node:assert/strict";
import { test } from "node:test";
import { Sessions } from "./sessions.js";

test("a session ends when its token does, after ten hours, and when it is ended", () => {
  let now = 0;
  const sessions = new Sessions({ now: () => now });
  const short = sessions.open("aa", 1000);
  const long = sessions.open("bb", Number.MAX_SAFE_INTEGER);
  const ended = sessions.open("cc", Number.MAX_SAFE_INTEGER);
  sessions.end(ended);
  assert.equal(sessions.find(ended.id), undefined);
  assert.equal(sessions.find("nosuch"), undefined);
  now = 999;
  assert.equal(sessions.find(short.id)?.token, "aa");
  now = 1000;
  assert.equal(sessions.find(short.id), undefined);
  now = 10 * 3600 * 1000;
  assert.equal(sessions.find(long.id), undefined);
});

test("there is no end of logins, but of sessions: the oldest go", () => {
  const sessions = new Sessions({ now: () => 0 });
  const first = sessions.open("aa", 1000);
  let last = first;
  for (let count = 0; count < 10_000; count++) last = sessions.open("bb", 1000);
  assert.equal(sessions.find(first.id), undefined);
  assert.equal(sessions.find(last.id)?.token, "bb");
});
