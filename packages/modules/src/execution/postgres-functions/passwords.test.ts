/**
 * Tests of passwords.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordFits, storedPassword } from "./passwords.js";

// The example of RFC 7677: user "user", password "pencil".
const RFC_7677 =
  "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

test("MD5 of password and role", async () => {
  assert.equal(await storedPassword("foo", "bar", true), "md596948aad3fcae80c08a35c9b5958cd89");
  assert.equal(await storedPassword("foo", "md5abc", "md5"), "md5abc");
  assert.equal(await passwordFits("foo", "bar", "md596948aad3fcae80c08a35c9b5958cd89", "md5"), true);
  assert.equal(await passwordFits("foo", "baz", "md596948aad3fcae80c08a35c9b5958cd89", "md5"), false);
});

test("SCRAM: checked against a kept one, salted anew each time", async () => {
  assert.equal(await passwordFits("user", "pencil", RFC_7677, "scram-sha-256"), true);
  assert.equal(await passwordFits("user", "pen", RFC_7677, "scram-sha-256"), false);
  assert.equal(await passwordFits("user", RFC_7677, RFC_7677, "scram-sha-256"), true);
  const first = await storedPassword("user", "pencil", "scram-sha-256");
  assert.notEqual(first, await storedPassword("user", "pencil", "scram-sha-256"));
  assert.equal(await passwordFits("user", "pencil", first, "scram-sha-256"), true);
});

test("plain ones, and methods that there are not", async () => {
  assert.equal(await storedPassword("foo", "bar", false), "bar");
  await assert.rejects(storedPassword("foo", "bar", "rot13"), /Unknown password algorithm: rot13/);
});
