/**
 * Interfaces, gateways and resolver, from the kernel's and the resolver's files.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fakeMachine } from "../portable/fake-machine.js";
import { interfaceGrains } from "../portable/network.js";
import type { SeenInterfaces } from "../portable/node-interfaces.js";
import { parseGateway4, parseGateway6 } from "./gateway.js";
import { readInterfaces } from "./interfaces.js";
import { parseResolver } from "./resolver.js";

const ipv4 = (address: string, netmask: string) => ({
  address,
  netmask,
  family: "IPv4" as const,
  mac: "02:fc:00:00:00:01",
  internal: false,
  cidr: null,
});

const sys = (name: string, index: number, hwaddr: string) => ({
  [`/sys/class/net/${name}/ifindex`]: `${index}\n`,
  [`/sys/class/net/${name}/address`]: `${hwaddr}\n`,
});

describe("interfaces", () => {
  test("order of the index, secondary addresses last, an idle bridge not forgotten", () => {
    const files = {
      ...sys("docker0", 3, "02:42:00:00:00:01"),
      ...sys("eth0", 2, "02:fc:00:00:00:01"),
      ...sys("tun0", 4, ""),
      "/proc/net/if_inet6":
        "fe8000000000000000fc00fffe000001 02 40 20 80     eth0\nfd000000000000000000000000000002 02 40 00 82     eth0\n",
      "/proc/net/fib_trie":
        "Local:\n  +-- 0.0.0.0/0 3 0 5\n        |-- 172.17.0.1\n           /32 host LOCAL\n        |-- 192.0.2.2\n           /32 host LOCAL\n",
      "/proc/net/route":
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\ndocker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\n",
    };
    const seen: SeenInterfaces = {
      eth0: [ipv4("192.0.2.2", "255.255.255.0"), ipv4("192.0.2.3", "255.255.255.0")],
      "eth0:1": [ipv4("198.51.100.1", "255.255.255.0")],
    };
    const grains = interfaceGrains(readInterfaces(fakeMachine({ files }), seen));
    assert.deepEqual(grains, {
      ip_interfaces: {
        eth0: ["192.0.2.2", "198.51.100.1", "fd00::2", "fe80::fc:ff:fe00:1", "192.0.2.3"],
        docker0: ["172.17.0.1"],
        tun0: [],
      },
      ip4_interfaces: { eth0: ["192.0.2.2", "198.51.100.1", "192.0.2.3"], docker0: ["172.17.0.1"], tun0: [] },
      ip6_interfaces: { eth0: ["fd00::2", "fe80::fc:ff:fe00:1"], docker0: [], tun0: [] },
      hwaddr_interfaces: { eth0: "02:fc:00:00:00:01", docker0: "02:42:00:00:00:01" },
      ipv4: ["172.17.0.1", "192.0.2.2", "192.0.2.3", "198.51.100.1"],
      ipv6: ["fd00::2", "fe80::fc:ff:fe00:1"],
    });
  });
});

describe("gateways", () => {
  const head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";

  test("of two default routes the one with the smaller metric", () => {
    const routes =
      "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\neth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\n";
    assert.equal(parseGateway4(head + routes), "192.0.2.1");
  });

  test("a route without a gateway, and no route", () => {
    assert.equal(parseGateway4(`${head}tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\n`), true);
    assert.equal(parseGateway4(head), false);
  });

  test("IPv6: the kernel's own route to nowhere is none", () => {
    const zero = "0".repeat(32);
    const nowhere = `${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200       lo\n`;
    const route = `${zero} 00 ${zero} 00 fd000000000000000000000000000001 00000400 00000002 00000000 00000003     eth0\n`;
    assert.equal(parseGateway6(nowhere), false);
    assert.equal(parseGateway6(nowhere + route), "fd00::1");
  });
});

describe("resolv.conf", () => {
  test("every directive", () => {
    const text = [
      "# comment",
      "nameserver 192.0.2.53",
      "nameserver 2001:DB8:0:0::53",
      "nameserver 192.0.2.53",
      "nameserver nonsense",
      "search one.example two.example # three.example",
      "domain one.example",
      "sortlist 130.155.160.0/255.255.240.0 130.155.0.0",
      "options timeout:1 attempts:2",
    ].join("\n");
    assert.deepEqual(parseResolver(text), {
      nameservers: ["192.0.2.53", "2001:db8::53"],
      ip4_nameservers: ["192.0.2.53"],
      ip6_nameservers: ["2001:db8::53"],
      sortlist: ["130.155.160.0/255.255.240.0", "130.155.0.0/255.255.0.0"],
      domain: "one.example",
      search: ["one.example", "two.example"],
      options: ["timeout:1"],
    });
  });
});
