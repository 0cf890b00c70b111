import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { isLocalAddress } from "./local-peer.js";

test("addresses of this machine are local, others are not", () => {
  const own = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  for (const address of ["127.0.0.1", "127.8.9.10", "::1", ...own])
    assert.ok(isLocalAddress(address), address);
  for (const address of ["192.0.2.1", "2001:db8::1", "", "127x"])
    assert.ok(!isLocalAddress(address), address);
});
