/**
 * Tests of grant-text.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { grantPlace, grantStatement, normalGrant, tokenizeGrant } from "./grant-text.js";

test("statements of servers are read", () => {
  assert.deepEqual(
    tokenizeGrant("GRANT SELECT (a, b), CREATE TEMPORARY TABLES ON `my\\_db`.* TO 'app'@'localhost'"),
    {
      user: "app",
      host: "localhost",
      grant: ["SELECT", "SELECT.a", "SELECT.b", "CREATE TEMPORARY TABLES"],
      database: "`my\\_db`.*",
    },
  );
  assert.deepEqual(tokenizeGrant("GRANT ALL PRIVILEGES ON *.* TO `root`@`%` WITH GRANT OPTION"), {
    user: "`root`",
    host: "`%`",
    grant: ["ALL PRIVILEGES"],
    database: "*.*",
  });
});

test("a statement is written with names quoted and people as values", () => {
  const wish = {
    grant: "select,insert",
    database: "my_db.*",
    user: "a'b",
    host: "%",
    grantOption: true,
    quotes: true,
  };
  assert.deepEqual(grantStatement(wish, [dict({ cipher: "x'y" })]), [
    "GRANT SELECT, INSERT ON `my\\_db`.* TO ?@? REQUIRE CIPHER ? WITH GRANT OPTION",
    ["a'b", "%", "x'y"],
  ]);
  assert.equal(grantPlace("db`x.t_1", true), "`db``x`.`t_1`");
});

test("what is no privilege is refused", () => {
  assert.equal(normalGrant("all"), "ALL PRIVILEGES");
  assert.equal(normalGrant("select (a, b), update"), "SELECT (A, B), UPDATE");
  for (const bad of ["SELECT; DROP", "SELECT ON x.* TO y --", "JUMP", "SELECT (a) , x(", "SELECT (a`b)", ""])
    assert.throws(() => normalGrant(bad), /Invalid grant/, bad);
  assert.throws(() => grantPlace("x.* TO y", false), /cannot go unquoted/);
});
