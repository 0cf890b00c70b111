/**
 * Tests of zone.ts: what real Salt makes of the same zone.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { parseZone } from "./zone.js";

const ZONE = `$TTL 3600 ; an hour
@ 86400 IN SOA ns1.x.org. admin.x.org. (
  2026010101 2H ; serial, refresh
  30 4W 1D )
x.org. IN NS ns1.x.org.
x.org. IN NS ns2.x.org.
x.org. IN MX 10 mail.x.org.
www 300 IN A 192.0.2.1
`;

test("a zone becomes maps by kinds of records", () => {
  assert.deepEqual(
    parseZone(ZONE),
    dict({
      TTL: "3600",
      ORIGIN: "@",
      NETWORK: "IN",
      SOURCE: "ns1.x.org.",
      CONTACT: "admin@x.org.",
      SERIAL: "2026010101",
      REFRESH: 7200,
      RETRY: 30,
      EXPIRE: 604_800,
      MINTTL: 86_400,
      NS: ["ns1.x.org.", "ns2.x.org."],
      MX: [dict({ priority: "10", host: "mail.x.org." })],
      A: { "www.@": { TARGET: "192.0.2.1", TTL: "300" } },
    }),
  );
  assert.throws(() => parseZone("short\n"), /too few words/);
});
