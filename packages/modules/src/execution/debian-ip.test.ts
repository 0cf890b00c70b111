/** Networks of Debian: stanzas from settings and from files, and scripts that stay what they are. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, SaltInvocationError } from "@salt/core";
import { adapterOf } from "./debian-ip-functions/adapter.js";
import { bondOptions } from "./debian-ip-functions/bond.js";
import { interfaceName } from "./debian-ip-functions/faults.js";
import { parseInterfaces } from "./debian-ip-functions/parse.js";
import { adapterText, bondText, dialText, routesText } from "./debian-ip-functions/text.js";

type Settings = { readonly [name: string]: Plain };

/** Types, settings and the stanzas that real Salt writes of them. */
const STANZAS: readonly (readonly [string, Settings, string])[] = [
  [
    "eth",
    { proto: "static", ipaddr: "10.0.0.2", netmask: "24", gateway: "10.0.0.1", dns: ["1.1.1.1", "8.8.8.8"] },
    "inet static\n    address 10.0.0.2\n    netmask 24\n    gateway 10.0.0.1\n    dns-nameservers 1.1.1.1 8.8.8.8\n",
  ],
  ["eth", { proto: "dhcp", metric: 5, up_cmds: ["a", "b"] }, "inet dhcp\n    metric 5\n    up a\n    up b\n"],
  [
    "eth",
    { proto: "dhcp", tso: false, speed: "1000" },
    "inet dhcp\n    link-speed 1000\n    offload-tso off\n",
  ],
  ["eth", { ipv6proto: "static", ipv6addr: "fe80::1/64" }, "inet6 static\n    address fe80::1/64\n"],
  [
    "bridge",
    { ports: ["a", "b"], stp: false, fd: 0, proto: "dhcp" },
    "inet dhcp\n    bridge_ports a b\n    bridge_stp off\n",
  ],
  ["slave", { master: "bond0" }, "inet manual\n    bond-master bond0\n"],
  ["vlan", { proto: "manual" }, "inet manual\n    vlan-raw-device d0\n"],
];

const FILE = `# comment
auto lo
iface lo inet loopback

allow-hotplug d9
iface d9 inet static
    address 10.9.0.1/24
    address 10.9.0.2/24
    mtu 1400
    up echo hi
    link-speed 100
auto nothing
`;

function fault(settings: Settings, type = "eth"): () => unknown {
  return () => adapterOf("d0", type, true, dict(settings));
}

describe("ip on Debian", () => {
  it("writes stanzas", () => {
    for (const [type, settings, text] of STANZAS) {
      const name = type === "vlan" ? "d0.12" : "d0";
      assert.equal(adapterText(adapterOf(name, type, false, dict(settings))), `iface ${name} ${text}`);
    }
  });

  it("reads files and writes the same", () => {
    const adapters = parseInterfaces([FILE]);
    assert.deepEqual([...adapters.keys()], ["lo", "d9"]);
    const found = adapters.get("d9");
    assert.ok(found !== undefined);
    assert.equal(
      adapterText(found),
      "allow-hotplug d9\niface d9 inet static\n    address 10.9.0.1/24\n    address 10.9.0.2/24\n" +
        "    mtu 1400\n    up echo hi\n    link-speed 100\n",
    );
    assert.throws(() => parseInterfaces(["iface eth0 inet\n"]), { name: "AttributeError" });
  });

  it("refuses values that options cannot have", () => {
    const message =
      "Invalid option -- Interface: d0, Option: stp, Expected: [yes|on|true|1|True|no|off|false|0|False]";
    assert.throws(fault({ ports: "a", stp: "maybe" }, "bridge"), { name: "AttributeError", message });
    assert.throws(fault({ speed: 7 }), { name: "AttributeError" });
    assert.throws(fault({ slaves: "a", mode: "9" }, "bond"), { name: "AttributeError" });
  });

  it("writes the options of bonds", () => {
    const options = bondOptions(dict({ mode: "802.3ad", lacp_rate: "fast", miimon: 50 }), "bond0");
    assert.equal(
      bondText("bond0", options),
      "alias bond0 bonding\n" +
        "options bond0 mode=4 miimon=50 downdelay=200 updelay=0 lacp_rate=1 ad_select=0 use_carrier=on ",
    );
  });

  it("writes scripts for routes, and nothing else into them", () => {
    const routes = [dict({ name: "a", ipaddr: "10.2.0.0", netmask: 16, gateway: "10.0.0.1", metric: 5 })];
    const script = `#!/bin/sh\n# add\ntest "\${IFACE}" = "d0" || exit 0\n# a\n`;
    assert.equal(
      routesText("add", "d0", routes),
      `${script}ip route add 10.2.0.0/16 via 10.0.0.1 dev d0 metric 5\n`,
    );
    for (const ipaddr of ["10.0.0.0; reboot", "$(reboot)", "`x`", "a\nb"])
      assert.throws(() => routesText("add", "d0", [dict({ ipaddr })]), { name: "AttributeError" });
    assert.throws(() => routesText("add", "d0", [dict({ name: "a\nreboot" })]), SaltInvocationError);
  });

  it("keeps names of interfaces and values to themselves", () => {
    for (const name of ["../x", "a b", "-x", "a\nb", "", ".."])
      assert.throws(() => interfaceName(name), SaltInvocationError);
    const adapter = adapterOf("d0", "eth", true, dict({ proto: "dhcp", hostname: "a\n    up reboot" }));
    assert.throws(() => adapterText(adapter), SaltInvocationError);
  });

  it("writes what is dialled", () => {
    const text = dialText(dict({ user: "me", password: "x", persist: "False" }));
    assert.match(text, /^user me\npassword x \nplugin rp-pppoe.so eth0\n\nnoipdefault\nusepeerdns \n/);
    assert.doesNotMatch(text, /persist/);
  });
});
