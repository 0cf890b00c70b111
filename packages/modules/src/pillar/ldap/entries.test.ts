/**
 * Tests of entries.ts: what real Salt makes of the same entries.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MutableDict } from "@salt/core";
import { dict } from "@salt/core";
import { addEntries } from "./entries.js";

const entries = [
  {
    dn: "cn=web1,dc=x",
    values: new Map([
      ["cn", ["web1", "www"]],
      ["info", ["role=web", "os=deb", "plain"]],
    ]),
  },
  { dn: "cn=web2,dc=x", values: new Map([["cn", ["web2"]]]) },
];

function made(source: { readonly [name: string]: string | readonly string[] }): MutableDict {
  const data: MutableDict = new Map();
  addEntries(data, "hosts", entries, dict(source));
  return data;
}

test("mode map: one map for each entry", () => {
  assert.deepEqual(
    made({ mode: "map", attrs: ["dn", "cn"], lists: ["info"] }),
    dict({
      hosts: [
        dict({ dn: "cn=web1,dc=x", cn: "www", info: ["role=web", "os=deb", "plain"] }),
        dict({ dn: "cn=web2,dc=x", cn: "web2" }),
      ],
    }),
  );
});

test("mode dict: entries by their name or an attribute", () => {
  const byName = made({ mode: "dict", attrs: ["cn"] }).get("hosts");
  assert.deepEqual(
    byName,
    dict({ "cn=web1,dc=x": [dict({ cn: "www" })], "cn=web2,dc=x": [dict({ cn: "web2" })] }),
  );
  const byCn = made({ mode: "dict", attrs: ["cn"], dict_key_attr: "cn" }).get("hosts");
  assert.ok(byCn instanceof Map);
  assert.deepEqual([...byCn.keys()], ["web1,www", "web2"]);
});

test("mode split: pairs of the first entry, into the pillar itself", () => {
  assert.deepEqual(made({ attrs: ["info"] }), dict({ role: "web", os: "deb" }));
  assert.deepEqual(made({ lists: ["info"] }), dict({ role: ["web"], os: ["deb"] }));
  assert.throws(() => made({ mode: "tree" }), /split, map or dict/);
});
