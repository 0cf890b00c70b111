/**
 * Addresses, locale, time zone, hosts file, deadlines, and the version.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { groupName } from "./account.js";
import { canonicalAddress, compareAddresses, sameNetwork } from "./address.js";
import { within } from "./deadline.js";
import { addresses, fullHostName, parseHosts } from "./host-names.js";
import { localeOf } from "./locale.js";
import { SALT_VERSION } from "./salt-version.js";
import { zoneName } from "./time-zone.js";

describe("addresses", () => {
  test("the usual form", () => {
    const forms = [
      "2001:DB8:0:0:1:0:0:1",
      "0:0:0:0:0:0:0:1",
      "::",
      "fe80::1%eth0",
      "1:0:2:3:4:5:6:7",
      "::ffff:192.0.2.1",
    ];
    assert.deepEqual(forms.map(canonicalAddress), [
      "2001:db8::1:0:0:1",
      "::1",
      "::",
      "fe80::1",
      "1:0:2:3:4:5:6:7",
      "::ffff:c000:201",
    ]);
  });

  test("order by value, not by text", () => {
    assert.deepEqual(["192.0.2.10", "192.0.2.9", "10.0.0.1"].sort(compareAddresses), [
      "10.0.0.1",
      "192.0.2.9",
      "192.0.2.10",
    ]);
    assert.deepEqual(["fe80::1", "::1", "fd00::2"].sort(compareAddresses), ["::1", "fd00::2", "fe80::1"]);
  });

  test("networks", () => {
    assert.ok(sameNetwork("192.0.2.1", "192.0.2.254", "255.255.255.0"));
    assert.ok(!sameNetwork("192.0.2.1", "192.0.3.1", "255.255.255.0"));
  });
});

describe("locale", () => {
  test("as Python names it", () => {
    assert.deepEqual(localeOf({ LANG: "C.UTF-8" }), {
      defaultlanguage: "en_US",
      defaultencoding: "UTF-8",
      detectedencoding: "utf-8",
    });
    assert.equal(localeOf({}).defaultlanguage, "en_US");
    assert.equal(localeOf({ LANG: "en_GB.utf8", LC_ALL: "de_DE.UTF-8" }).defaultlanguage, "de_DE");
    assert.equal(localeOf({ LANG: "de_DE" }).defaultencoding, "ISO8859-1");
  });
});

describe("time zone", () => {
  test("the name by the offset in force", () => {
    const berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
    assert.equal(zoneName(berlin, 60), "CET");
    assert.equal(zoneName(berlin, 120), "CEST");
    assert.equal(zoneName("EST5EDT,M3.2.0,M11.1.0", -240), "EDT");
    assert.equal(zoneName("<+0330>-3:30", 210), "+0330");
    assert.equal(zoneName("UTC0", 0), "UTC");
    assert.equal(zoneName("", 0), undefined);
  });
});

describe("host names", () => {
  const hosts = parseHosts(
    "127.0.0.1 localhost\n# 192.0.2.9 x\n127.0.1.1 web1.example.com web1 # own\n::1 localhost\n",
  );
  const { signal } = new AbortController();

  test("the first name of the line that has the host", async () => {
    assert.equal(await fullHostName(hosts, "web1", undefined, signal), "web1.example.com");
  });

  test("a name with a dot is full already; a bare one without domains stays bare", async () => {
    assert.equal(await fullHostName([], "db1.example.com", undefined, signal), "db1.example.com");
    assert.equal(await fullHostName([], "db1", { domain: "", search: [] }, signal), "db1");
  });

  test("addresses by family", async () => {
    assert.deepEqual(await addresses(hosts, "localhost", 4, signal), ["127.0.0.1"]);
    assert.deepEqual(await addresses(hosts, "localhost", 6, signal), ["::1"]);
  });
});

describe("deadlines", () => {
  const never = new Promise<string>(() => {});

  test("a value in time, a failure, and the signal", async () => {
    assert.equal(await within(60_000, Promise.resolve("yes"), "no"), "yes");
    assert.equal(await within(60_000, Promise.reject(new TypeError("broken")), "no"), "no");
    assert.equal(await within(60_000, never, "no", AbortSignal.abort()), "no");
  });

  test("the deadline itself", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const result = within(1000, never, "no");
    context.mock.timers.tick(1000);
    assert.equal(await result, "no");
  });
});

test("the group's name is that of the number", () => {
  assert.equal(groupName("root:x:0:\nadm:x:4:a,b\n", 4), "adm");
  assert.equal(groupName("root:x:0:\n", 4), "");
});

test("the version is that of the package", () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
  );
  assert.ok(typeof manifest === "object" && manifest !== null && "version" in manifest);
  assert.equal(SALT_VERSION, manifest.version);
});
