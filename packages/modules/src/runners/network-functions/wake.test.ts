import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { SaltInvocationError } from "@salt/core";
import { wakePacket, wakeUp } from "./wake.js";

test("the packet is the same however the address is written", () => {
  const packet = wakePacket("08:00:27:13:69:77");
  assert.equal(packet.length, 6 + 16 * 6);
  assert.equal(packet.subarray(0, 12).toString("hex"), "ffffffffffff080027136977");
  for (const mac of ["08-00-27-13-69-77", "080027136977", " 0800.2713.6977\n"]) {
    assert.deepEqual(wakePacket(mac), packet);
  }
});

test("what is no hardware address is refused", () => {
  for (const mac of ["", "08:00:27:13:69", "08:00:27:13:69:7g", "0800271369770"]) {
    assert.throws(() => wakePacket(mac), SaltInvocationError);
  }
});

test("the packet goes out", async (t) => {
  const listener = createSocket("udp4");
  t.after(() => listener.close());
  listener.bind(0, "127.0.0.1");
  await once(listener, "listening");
  const heard = once(listener, "message");
  await wakeUp("080027136977", { address: "127.0.0.1", port: listener.address().port });
  const [message] = await heard;
  assert.deepEqual(message, wakePacket("080027136977"));
});
