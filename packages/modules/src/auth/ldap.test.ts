/** The auth system ldap, with a program that answers as ldapsearch does. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { describe, test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { callDirectly, dict } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { readLdif } from "./ldap/ldif.js";
import { filterText, firstValue, renderFilter, renderName } from "./ldap/names.js";
import { ldap } from "./ldap.js";

type Opts = { readonly [name: string]: Plain };

/** Takes the password "right" of anybody, and finds what stands in files named by the filter's first letters. */
const PROGRAM = `#!/bin/sh
dir=$(dirname "$0")
password=$(cat)
printf '%s\\n' "$@" "--" >> "$dir/asked"
[ "$password" = right ] || exit 49
case "$*" in *"(uid=ann)"*|*"(memberUid=ann)"*) cat "$dir/found" ;; *"(uid=two)"*) cat "$dir/found" "$dir/found" ;; esac
`;
const SERVICE: Opts = {
  "auth.ldap.binddn": "cn=salt",
  "auth.ldap.bindpw": "right",
  "auth.ldap.filter": "uid={{ username }}",
  "auth.ldap.basedn": "dc=ex",
};

function directory(t: TestContext, found: string, opts: Opts = SERVICE) {
  const dir = mkdtempSync(join(tmpdir(), "ldap-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const program = join(dir, "ldapsearch");
  writeFileSync(program, PROGRAM, { mode: 0o755 });
  writeFileSync(join(dir, "found"), found);
  const call = (name: "auth" | "groups", username: string, password: string): Promise<Value> => {
    const fn = ldap.functions[name];
    assert.ok(fn !== undefined);
    const { context } = fakeContext({ opts: dict({ ...opts, "auth.ldap.ldapsearch": program }) });
    return callDirectly(name, fn, [username, password], new Map(), context);
  };
  return { call, asked: () => readFileSync(join(dir, "asked"), "utf8") };
}

const ANN = "dn: uid=ann,ou=People,dc=ex\n\n";

describe("ldap", () => {
  test("the entry is searched for, then it is bound with the user's password, which nobody sees", async (t) => {
    const { call, asked } = directory(t, ANN);
    assert.equal(await call("auth", "ann", "right"), true);
    assert.match(asked(), /-D\ncn=salt\n[\s\S]*\(uid=ann\)\n1\.1\n--\n[\s\S]*-D\nuid=ann,ou=People,dc=ex\n/);
    assert.ok(!asked().includes("right"));
  });

  test("a wrong password, no entry, and several are refused", async (t) => {
    const { call } = directory(t, ANN);
    for (const [user, password] of [
      ["ann", "wrong"],
      ["ann", ""],
      ["", "right"],
      ["eve", "right"],
      ["two", "right"],
      ["ann)(uid=*", "right"],
    ] as const) {
      assert.equal(await call("auth", user, password), false, `${user} ${password}`);
    }
  });

  test("without a password of its own a template is the user's name", async (t) => {
    const { call, asked } = directory(t, "", { "auth.ldap.binddn": "uid={{ username }},dc=ex" });
    assert.equal(await call("auth", "eve", "right"), true);
    assert.match(asked(), /-D\nuid=eve,dc=ex\n/);
    assert.equal(await call("auth", "eve,dc=other", "right"), false);
  });

  test("groups list the user, or the user's entry lists them", async (t) => {
    const found =
      "dn: cn=ops,ou=Groups,dc=ex\ncn: ops\nmemberUid: ann\n\n" +
      "dn: cn=dev,ou=Groups,dc=ex\ncn: dev\nmemberUid: anna\n\n" +
      "dn: uid=ann,dc=ex\nMemberOf: cn=web,dc=ex\n";
    assert.deepEqual(await directory(t, found).call("groups", "ann", "x"), ["ops", "web"]);
  });

  test("settings that cannot be are refused", async (t) => {
    for (const wrong of [
      { "auth.ldap.anonymous": true },
      { "auth.ldap.tls": true, "auth.ldap.starttls": true },
      { "auth.ldap.uri": "http://x" },
      { "auth.ldap.accountattributename": "-x" },
      { "auth.ldap.filter": "{% if x %}" },
    ]) {
      await assert.rejects(directory(t, ANN, { ...SERVICE, ...wrong }).call("auth", "ann", "right"), {
        code: "CONFIG",
      });
    }
  });

  test("a program that is not there is told of", async () => {
    const { context } = fakeContext({ opts: dict({ ...SERVICE, "auth.ldap.ldapsearch": "/nonexistent" }) });
    const fn = ldap.functions.auth;
    assert.ok(fn !== undefined);
    await assert.rejects(callDirectly("auth", fn, ["ann", "right"], new Map(), context), {
      code: "COMMAND_NOT_FOUND",
    });
  });
});

test("names in filters and distinguished names", () => {
  assert.equal(filterText("a*(b)\\\0"), "a\\2a\\28b\\29\\5c\\00");
  assert.equal(renderFilter("uid={{username}}", "a*"), "(uid=a\\2a)");
  assert.equal(renderName("{{ username }}@ex.org", "$&"), "$&@ex.org");
  assert.equal(renderName("cn={{ username }}", "a=b"), undefined);
  assert.equal(firstValue("cn=web,dc=ex"), "web");
});

test("LDIF: values in base64, several entries, and lines that are none", () => {
  const entries = readLdif("dn:: dWlkPWrDtnJn\ncn: a\ncn: b\n\nref: ldap://x\n\n# comment\ndn: cn=x\n");
  assert.deepEqual(
    entries.map(({ dn }) => dn),
    ["uid=jörg", "cn=x"],
  );
  assert.deepEqual(entries[0]?.values.get("cn"), ["a", "b"]);
});
