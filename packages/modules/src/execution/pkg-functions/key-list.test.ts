/**
 * Lists of keys, as gpg 2.2 prints them.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseKeyList } from "./key-list.js";

const LISTED = [
  "tru::1:1795283000:0:3:1:5",
  "pub:-:4096:1:0123456789ABCDEF:1550000000:1700000000::-:::scSC::::::23::0:",
  "fpr:::::::::AAAA456789ABCDEF0123456789ABCDEF01234567:",
  "uid:-::::1550000000::HASH1::Shop <shop@example.org>::::::::::0:",
  "sub:-:4096:1:FEDCBA9876543210:1550000001::::::s::::::23:",
  "fpr:::::::::BBBB456789ABCDEF0123456789ABCDEF01234567:",
  "",
].join("\n");

test("keys with their names, fingerprints and subkeys", () => {
  const [[id, key] = []] = [...parseKeyList(LISTED)];
  assert.equal(id, "0123456789ABCDEF");
  const subkey = key?.get("subkey");
  assert.ok(subkey instanceof Map);
  assert.deepEqual(
    [...(key ?? [])].filter(([name]) => name !== "subkey"),
    [
      ["algorithm", 1],
      ["bits", 4096],
      ["capability", "scSC"],
      ["date_creation", 1550000000],
      ["date_expiration", 1700000000],
      ["keyid", "0123456789ABCDEF"],
      ["validity", "-"],
      ["fingerprint", "AAAA456789ABCDEF0123456789ABCDEF01234567"],
      ["uid", "Shop <shop@example.org>"],
      ["uid_hash", "HASH1"],
    ],
  );
  assert.equal(subkey.get("fingerprint"), "BBBB456789ABCDEF0123456789ABCDEF01234567");
  assert.equal(subkey.get("date_expiration"), null);
});

test("what is no list has no keys", () => assert.equal(parseKeyList("gpg: no\nfpr:::\nuid:x").size, 0));
