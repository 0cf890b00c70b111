/**
 * Tests of postgres.ts, with a program in the place of psql that writes down how it was called.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dict } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

/** Writes words and files down; answers the questions that functions ask before they act. */
const PSQL = `#!/bin/sh
dir=$(dirname "$0")
printf '%s\\n' "$@" >> "$dir/words"
file=
for word in "$@"; do
  [ "$file" = next ] && cat "$word" >> "$dir/statements"
  file=; [ "$word" = -f ] && file=next
  case $word in
    *server_version*) echo '15.1' ;;
    *'bad sql'*) echo oops >&2; exit 1 ;;
    *' AS answer'*) printf 'answer,text\\n42,"a,b"\\n' ;;
  esac
done
[ -n "$PGPASSFILE" ] && cat "$PGPASSFILE" >> "$dir/passwords"
exit 0
`;

function server(): {
  readonly dir: string;
  readonly call: ReturnType<typeof fakeContext>["context"]["call"];
} {
  const dir = mkdtempSync(join(tmpdir(), "salt-psql-"));
  writeFileSync(join(dir, "psql"), PSQL, { mode: 0o755 });
  const opts = dict({
    "postgres.bins_dir": dir,
    "postgres.host": "db.example.org",
    "postgres.user": "admin",
  });
  return { dir, call: fakeContext({ opts }).context.call };
}

test("passwords never are among the words of the command", async () => {
  const { dir, call } = server();
  try {
    const kwargs = { rolepassword: "hidden1", encrypted: false, password: "hid:den2" };
    assert.equal(await call("postgres.user_create", ["app"], kwargs), true);
    const words = readFileSync(join(dir, "words"), "utf8");
    assert.doesNotMatch(words, /hidden1|hid:den2/);
    assert.match(
      readFileSync(join(dir, "statements"), "utf8"),
      /CREATE ROLE "app" WITH .*PASSWORD 'hidden1'/,
    );
    assert.match(readFileSync(join(dir, "passwords"), "utf8"), /^db\.example\.org:\*:\*:admin:hid\\:den2/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("rows of a query, and a query that fails", async () => {
  const { dir, call } = server();
  try {
    const rows = await call("postgres.psql_query", ["SELECT 42 AS answer;"]);
    assert.deepEqual(rows, [dict({ answer: "42", text: "a,b" })]);
    assert.match(readFileSync(join(dir, "words"), "utf8"), /COPY \(SELECT 42 AS answer\) TO STDOUT/);
    assert.deepEqual(await call("postgres.psql_query", ["bad sql"]), []);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("names of databases cannot end a statement", async () => {
  const { dir, call } = server();
  try {
    await call("postgres.db_create", ['x"; DROP ROLE admin; --'], { owner: "app" });
    const words = readFileSync(join(dir, "words"), "utf8");
    assert.match(words, /^CREATE DATABASE "x""; DROP ROLE admin; --" WITH OWNER = "app"$/m);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
