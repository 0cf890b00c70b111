/**
 * Interfaces, routes and connections, from what programs print.
 */
import assert from "node:assert/strict";
import { createSocket as createDatagramSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { dict, get } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { parseInterfaces } from "./network-functions/interfaces.js";

const SHOWN = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host
2: eth0@if5: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue
    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff
    inet 192.168.7.5/24 brd 192.168.7.255 scope global eth0
    inet 192.168.7.6/24 scope global secondary eth0:1`;

describe("interfaces", () => {
  it("are read from what ip prints", () => {
    const found = parseInterfaces(SHOWN);
    assert.deepEqual(found.get("lo"), {
      up: true,
      hwaddr: "00:00:00:00:00:00",
      inet: [{ address: "127.0.0.1", netmask: "255.0.0.0", broadcast: null, label: "lo" }],
      inet6: [{ address: "::1", prefixlen: "128", scope: "host" }],
    });
    const eth0 = found.get("eth0");
    assert.deepEqual([eth0?.up, eth0?.parent, eth0?.hwaddr], [false, "if5", "02:42:ac:11:00:02"]);
    assert.equal(eth0?.inet?.[0]?.broadcast, "192.168.7.255");
    assert.equal(eth0?.secondary?.[0]?.label, "eth0:1");
  });
});

describe("routes and connections", () => {
  it("tell the way to an address", async () => {
    const stdout = "8.8.8.8 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0\n    cache";
    const { context, commands } = recordingCommands(() => ({ stdout }));
    const route = { destination: "8.8.8.8", gateway: "10.0.0.1", interface: "eth0", source: "10.0.0.5" };
    assert.deepEqual(await context.call("network.get_route", ["8.8.8.8"]), dict(route));
    assert.deepEqual(commands, [["ip", "route", "get", "8.8.8.8"]]);
    await assert.rejects(context.call("network.routes", ["bogus"]), /Invalid address family/);
  });

  it("try a port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { context } = fakeContext();
    const open = await context.call("network.connect", ["127.0.0.1", port]);
    await new Promise((resolve) => server.close(resolve));
    const comment = `Successfully connected to 127.0.0.1 (127.0.0.1) on tcp port ${port}`;
    assert.deepEqual(open, dict({ result: true, comment }));
    const closed = await context.call("network.connect", ["127.0.0.1", port]);
    assert.match(JSON.stringify([...(closed as ReadonlyMap<string, unknown>)]), /Unable to connect/);
  });

  it("ask a UDP port for an answer", async (t) => {
    const { context } = fakeContext();
    const server = createDatagramSocket("udp4");
    server.on("message", (packet, from) => server.send(packet, from.port, from.address));
    server.bind(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    const { port } = server.address();
    const comment = `Successfully connected to 127.0.0.1 (127.0.0.1) on udp port ${port}`;
    const open = await context.call("network.connect", ["127.0.0.1", port], { proto: "udp" });
    assert.deepEqual(open, dict({ result: true, comment }));
    server.removeAllListeners("message");
    const silent = await context.call("network.connect", ["127.0.0.1", port], { proto: "udp", timeout: 1 });
    assert.equal(get(silent, "result"), false);
  });
});

describe("networks that cannot be read", () => {
  it("hold no address of this machine", async () => {
    const { context } = fakeContext();
    assert.equal(await context.call("network.in_subnet", ["bad"]), false);
    assert.deepEqual(await context.call("network.ip_addrs", [], { cidr: "bad" }), []);
    await assert.rejects(
      context.call("network.calc_net", ["bad"]),
      /'bad' does not appear to be an IPv4 or IPv6 network/,
    );
  });
});
