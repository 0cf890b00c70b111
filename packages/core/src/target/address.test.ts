/**
 * Addresses against node's own judgement.
 */
import assert from "node:assert/strict";
import { isIP } from "node:net";
import { test } from "node:test";
import { addressVersion } from "./address.js";

const texts = [
  "127.0.0.1",
  "255.255.255.255",
  "256.0.0.1",
  "01.2.3.4",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.4%eth0",
  "::",
  "::1",
  "fe80::1",
  "fe80::1%eth0",
  "fe80::1%",
  "fe80::1%eth 0",
  "1:2:3:4:5:6:7:8",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1::2::3",
  "::ffff:1.2.3.4",
  "::ffff:1.2.3.400",
  "12345::",
  "g::1",
  "",
  "localhost",
];

test("an address has the version that node sees", () => {
  for (const text of texts) assert.equal(addressVersion(text), isIP(text), JSON.stringify(text));
});
