/** Arguments of containers and networks, in the forms that people write. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain, Value } from "@salt/core";
import { pythonRepr, toValue } from "@salt/core";
import { containerBody } from "../bodies/container-body.js";
import { ipamConfig, takeIpam } from "../bodies/ipam.js";
import { byteCount } from "../bodies/values.js";
import { containerTranslator } from "./container-translator.js";
import { networkTranslator } from "./network-translator.js";
import type { TranslateOptions } from "./translate-input.js";
import { translateInput } from "./translate-input.js";

const RULES: TranslateOptions = { skip_translate: null, ignore_collisions: false, validate_ip_addrs: true };

function given(kwargs: { readonly [name: string]: Plain }): ReadonlyMap<string, Value> {
  return new Map(Object.entries(kwargs).map(([name, value]) => [name, toValue(value)]));
}

function read(kwargs: { readonly [name: string]: Plain }, rules: TranslateOptions = RULES): string {
  return pythonRepr(translateInput(containerTranslator, given(kwargs), rules));
}

test("ports and where they are bound", () => {
  const one = "{'port_bindings': {80: 8080}, 'ports': [80]}";
  assert.equal(read({ publish: "8080:80" }), one);
  assert.equal(
    read({ port_bindings: ["127.0.0.1:53:53/udp", "127.0.0.1::90"] }),
    "{'port_bindings': {'53/udp': ('127.0.0.1', 53), 90: ('127.0.0.1',)}, 'ports': [(53, 'udp'), 90]}",
  );
  assert.equal(read({ port_bindings: "80,8080:80" }), "{'port_bindings': {80: [80, 8080]}, 'ports': [80]}");
  assert.equal(read({ ports: "7000-7002" }), "{'ports': [7000, 7001, 7002]}");
  assert.throws(() => read({ publish: "1-3:80" }), /does not have the same number of ports/);
  assert.throws(() => read({ publish: "3-1:3-1" }), /cannot be greater than/);
  assert.throws(() => read({ ports: "1-70000" }), /beyond the last port/);
});

test("lists, pairs, labels and limits", () => {
  assert.equal(read({ env: "A=b, C=d=e" }), "{'environment': {'A': 'b', 'C': 'd=e'}}");
  assert.equal(read({ environment: [{ A: 1 }, { B: 2 }] }), "{'environment': {'A': 1, 'B': 2}}");
  assert.equal(read({ label: "a=b,c" }), "{'labels': {'a': 'b', 'c': ''}}");
  assert.equal(read({ ulimit: "nofile=10:20" }), "{'ulimits': [{'Name': 'nofile', 'Soft': 10, 'Hard': 20}]}");
  assert.equal(
    read({ restart: "on-failure:5" }),
    "{'restart_policy': {'Name': 'on-failure', 'MaximumRetryCount': 5}}",
  );
  assert.equal(read({ log_driver: "syslog" }), "{'log_config': {'Type': 'syslog', 'Config': {}}}");
  assert.equal(read({ binds: "/a:/b:ro" }), "{'binds': ['/a:/b:ro'], 'volumes': ['/b']}");
});

test("everything that is wrong is told at once", () => {
  assert.throws(
    () => read({ dns: "nope", workdir: "x", user: -3, cmd: "a", command: "b" }),
    (error: Error) =>
      [
        "'nope' is not a valid IP address",
        "'x' is not an absolute path",
        "'-3' is an invalid uid",
        "alias for 'command'",
      ].every((text) => error.message.includes(text)),
  );
  assert.equal(read({ dns: "nope" }, { ...RULES, validate_ip_addrs: false }), "{'dns': ['nope']}");
  assert.equal(read({ workdir: "x" }, { ...RULES, skip_translate: "working_dir" }), "{'working_dir': 'x'}");
});

test("the body that the engine gets", () => {
  const args = translateInput(
    containerTranslator,
    given({
      cmd: "sh -c 'a b'",
      env: { A: "b" },
      publish: "8080:80",
      memory: "64m",
      binds: "/a:/b",
      bogus: 1,
    }),
    RULES,
  );
  const { body, hostConfig, unused } = containerBody("img", args);
  const shown = (key: string): string => pythonRepr(body.get(key) ?? null);
  assert.equal(shown("Cmd"), "['sh', '-c', 'a b']");
  assert.equal(shown("Env"), "['A=b']");
  assert.equal(shown("ExposedPorts"), "{'80/tcp': {}}");
  assert.equal(shown("Volumes"), "{'/b': {}}");
  assert.equal(
    pythonRepr(hostConfig),
    "{'Binds': ['/a:/b'], 'Memory': 67108864, " +
      "'PortBindings': {'80/tcp': [{'HostIp': '', 'HostPort': '8080'}]}, 'NetworkMode': 'default'}",
  );
  assert.deepEqual(unused, ["bogus"]);
  assert.throws(
    () => containerBody("img", new Map([["pids_limit", "zz"]])),
    /expected int but found <class 'str'>/,
  );
});

test("bytes", () => {
  assert.equal(byteCount("1g"), 1024 ** 3);
  assert.equal(byteCount("1.5kb"), 1536);
  assert.equal(byteCount(7), 7);
  assert.equal(byteCount(""), 0);
  assert.throws(() => byteCount("5x"), /should specify the units/);
  assert.throws(() => byteCount("x5m"), /Failed converting/);
});

test("networks and their addresses", () => {
  const args = translateInput(
    networkTranslator,
    given({
      subnet: "10.0.0.0/24",
      ip_range: "10.0.0.0/28",
      aux_address: "a=10.0.0.3",
      driver_opt: "x=y",
      ipv6: false,
    }),
    RULES,
  );
  const { pools, settings } = takeIpam(args);
  assert.equal(pythonRepr(args), "{'options': {'x': 'y'}, 'enable_ipv6': False, 'check_duplicate': True}");
  assert.equal(
    pythonRepr(ipamConfig(pools, settings)),
    "{'Driver': 'default', 'Config': [{'Subnet': '10.0.0.0/24', 'IPRange': '10.0.0.0/28', " +
      "'AuxiliaryAddresses': {'a': '10.0.0.3'}}]}",
  );
  assert.throws(() => ipamConfig([], new Map([["gateway", "10.0.0.1"]])), /subnet is required/);
  const wrong = (kwargs: { readonly [name: string]: Plain }) => () =>
    translateInput(networkTranslator, given(kwargs), RULES);
  assert.throws(wrong({ subnet: "10.0.0.1" }), /not a valid subnet/);
  assert.throws(wrong({ ipam_pools: "x" }), /must be a list of dictionaries/);
});
