import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Value } from "@salt/core";
import { dict } from "@salt/core";
import { PublishRefused } from "../errors.js";
import { LocalKeys } from "./local-keys.js";
import type { Authority } from "./publisher-acl.js";
import { PublisherAcl } from "./publisher-acl.js";

const keys = new LocalKeys(
  new Map([
    ["root", "root-key"],
    ["ann", "ann-key"],
    ["bob", "bob-key"],
  ]),
);
const none = new Map<Value, Value>();
const everyone = (): ReadonlySet<string> => new Set(["web1", "web2"]);

function acl(
  publisher_acl: ReadonlyMap<Value, Value>,
  rest: { blacklist?: ReadonlyMap<Value, Value>; sudo?: boolean } = {},
): PublisherAcl {
  const blacklist = rest.blacklist ?? none;
  return new PublisherAcl(
    { user: "root", publisher_acl, publisher_acl_blacklist: blacklist, sudo_acl: rest.sudo ?? false },
    keys,
  );
}

async function allows(
  lists: PublisherAcl,
  authority: Authority | undefined,
  fun: string | readonly string[],
  arg: readonly Value[] = [],
): Promise<boolean> {
  if (authority === undefined) return false;
  try {
    await lists.requireAllowed(authority, { fun, arg, minions: ["web1"] }, (expression) =>
      Promise.resolve(expression === "web*" ? everyone() : new Set()),
    );
    return true;
  } catch (error) {
    assert.ok(error instanceof PublishRefused);
    return false;
  }
}

describe("authorityOf", () => {
  const lists = acl(dict({ ann: ["test.ping"] }));

  test("the master's account may do everything, whatever name it gives", () => {
    for (const user of ["root", "sudo_ann", undefined, "ann"]) {
      assert.deepEqual(lists.authorityOf({ key: "root-key", user }), { kind: "everything" });
    }
  });

  test("a wrong key, no key, and another's key are nothing", () => {
    assert.equal(lists.authorityOf({ key: "wrong", user: "root" }), undefined);
    assert.equal(lists.authorityOf({ key: undefined, user: "root" }), undefined);
    assert.equal(lists.authorityOf({ key: "ann-key", user: "root" }), undefined);
    assert.equal(lists.authorityOf({ key: "ann-key", user: "sudo_root" }), undefined);
  });

  test("an account has the rules of its own row, and none without a row", () => {
    assert.deepEqual(lists.authorityOf({ key: "ann-key", user: "ann" }), {
      kind: "rules",
      rules: ["test.ping"],
    });
    assert.equal(lists.authorityOf({ key: "bob-key", user: "bob" }), undefined);
  });

  test("rows may be globs and regular expressions", () => {
    assert.ok(acl(dict({ "a*": ["x"] })).authorityOf({ key: "ann-key", user: "ann" }));
    assert.ok(acl(dict({ "(ann|eve)": ["x"] })).authorityOf({ key: "ann-key", user: "ann" }));
    assert.equal(acl(dict({ an: ["x"] })).authorityOf({ key: "ann-key", user: "ann" }), undefined);
  });

  test("sudo_acl holds root's helpers to their rows", () => {
    const strict = acl(dict({ ann: ["test.ping"] }), { sudo: true });
    assert.deepEqual(strict.authorityOf({ key: "root-key", user: "sudo_ann" }), {
      kind: "rules",
      rules: ["test.ping"],
    });
    assert.equal(strict.authorityOf({ key: "root-key", user: "sudo_eve" }), undefined);
  });
});

describe("requireAllowed", () => {
  const rules = (...rows: Value[]): Authority => ({ kind: "rules", rules: rows });
  const lists = acl(none);

  test("patterns match at the start of a function's name", async () => {
    assert.ok(await allows(lists, rules("test\\..*"), "test.ping"));
    assert.ok(!(await allows(lists, rules("test.ping"), "cmd.run")));
    assert.ok(await allows(lists, rules(".*"), "cmd.run"));
  });

  test("asking for a job is always allowed", async () => {
    assert.ok(await allows(lists, rules("nothing"), "saltutil.find_job", ["20260102030405000678"]));
  });

  test("every function of a compound command must be allowed", async () => {
    assert.ok(!(await allows(lists, rules("test.ping"), ["test.ping", "cmd.run"], [[], ["id"]])));
    assert.ok(!(await allows(lists, rules("test.ping"), ["saltutil.find_job", "cmd.run"], [[], ["id"]])));
    assert.ok(await allows(lists, rules("test.ping", "cmd.run"), ["test.ping", "cmd.run"], [[], ["id"]]));
  });

  test("functions may be bound to minions and to arguments", async () => {
    assert.ok(await allows(lists, rules(dict({ "web*": ["cmd.run"] })), "cmd.run", ["id"]));
    assert.ok(!(await allows(lists, rules(dict({ "db*": ["cmd.run"] })), "cmd.run", ["id"])));
    const bound = rules(dict({ "web*": [{ "cmd.run": { args: ["uptime$"], kwargs: { cwd: "/tmp" } } }] }));
    assert.ok(await allows(lists, bound, "cmd.run", ["uptime", dict({ __kwarg__: true, cwd: "/tmp" })]));
    assert.ok(
      !(await allows(lists, bound, "cmd.run", ["uptime; id", dict({ __kwarg__: true, cwd: "/tmp" })])),
    );
    assert.ok(!(await allows(lists, bound, "cmd.run", ["uptime"])));
  });
});

describe("requireNotBlacklisted", () => {
  const blacklist = dict({ users: ["root", "^eve.*$"], modules: ["cmd.*"] });
  const lists = acl(none, { blacklist });

  test("refuses accounts and functions", () => {
    for (const [user, fun] of [
      ["root", "test.ping"],
      ["evelyn", "test.ping"],
      ["ann", "cmd.run"],
    ] as const) {
      assert.throws(() => lists.requireNotBlacklisted(user, fun), PublishRefused);
    }
    assert.throws(() => lists.requireNotBlacklisted("ann", ["test.ping", "cmd.run"]), PublishRefused);
    lists.requireNotBlacklisted("ann", "test.ping");
  });
});
