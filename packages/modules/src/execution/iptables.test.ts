/** Rules of iptables: written from parts, read back, and kept from being anything else. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { dict, get, pythonRepr, SaltInvocationError, toValue } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { ruleWords } from "./iptables-functions/command.js";
import { parseRules } from "./iptables-functions/parse-rules.js";
import { ruleText } from "./iptables-functions/rule.js";

/** Parts of rules and what real Salt writes of them. */
const RULES: readonly (readonly [{ readonly [name: string]: Plain }, string])[] = [
  [{ match: "state", connstate: "NEW", jump: "ACCEPT" }, "-m state --state NEW --jump ACCEPT"],
  [{ source: "!127.0.0.1", proto: "tcp", dport: 80 }, "-p tcp --dport 80 ! --source 127.0.0.1"],
  [{ proto: "tcp", dports: [80, 443], target: "DROP" }, "-p tcp -m multiport --dports 80,443 --jump DROP"],
  [
    { proto: "tcp", dports: "!80,443", sports: "[!1,2]" },
    "-p tcp -m multiport ! --dports 80,443 --sports [!1,2]",
  ],
  [{ dports: 80 }, "Error: protocol must be specified"],
  [{ match: "recent", name_: "S", rcheck: "", seconds: 60 }, "-m recent --name S --rcheck --seconds 60"],
  [{ match: "policy", dir: "in", proto: "esp" }, "-m policy --proto esp --dir in"],
  [{ "match-set": ["!a src", "b dst"] }, "-m set ! --match-set a src -m set --match-set b dst"],
  [{ jump: "LOG", "log-prefix": "a b" }, '--jump LOG --log-prefix "a b"'],
  [
    { comment: 'a" -j DROP "', order: 1, __sls__: "x", save: true },
    '-m comment --comment "a\\" -j DROP \\""',
  ],
];

describe("iptables", () => {
  installedPrograms("iptables");

  it("writes rules from parts", () => {
    for (const [parts, text] of RULES) assert.equal(ruleText(dict(parts)), text);
  });

  it("reads what iptables-save writes", () => {
    const text = [
      "*filter",
      ":INPUT ACCEPT [3:120]",
      '-A INPUT ! -s 10.0.0.0/8 -p tcp -m tcp ! --tcp-flags FIN,SYN SYN -m comment --comment "a b" -j DROP',
      "-A INPUT -p tcp -m multiport --dports 80,443 -m recent --set --name S -j ACCEPT",
      "COMMIT",
    ].join("\n");
    const input = get(get(parseRules(text), "filter"), "INPUT");
    const first = {
      source: ["! 10.0.0.0/8"],
      protocol: ["tcp"],
      match: ["tcp", "comment"],
      "tcp-flags": ["! FIN,SYN SYN"],
      comment: ["a b"],
      jump: ["DROP"],
    };
    assert.equal(get(input, "packet count"), "3");
    assert.deepEqual(get(get(input, "rules"), 0) ?? get(get(input, "rules_comment"), "a b"), toValue(first));
    assert.match(pythonRepr(get(input, "rules") ?? null), /'destination-ports': \['80,443'\].*'set': \[''\]/);
  });

  it("adds a rule that is not there, and waits for the lock", async () => {
    const { context, commands } = recordingCommands((words) =>
      words.includes("--help") ? { stdout: "--wait -w" } : { retcode: words.includes("-C") ? 1 : 0 },
    );
    const isAdded = await context.call("iptables.append", ["filter", "INPUT", "-p tcp -j DROP"]);
    assert.equal(isAdded, true);
    assert.deepEqual(commands.at(-1)?.slice(1), "--wait -t filter -A INPUT -p tcp -j DROP".split(" "));
  });

  it("runs no program that a rule names", () => {
    for (const rule of ["--modprobe=/tmp/x -j DROP", "-M /tmp/x", "--modp /tmp/x", "-fM/tmp/x"])
      assert.throws(() => ruleWords(rule), SaltInvocationError);
    assert.deepEqual(ruleWords("-m statistic --mode random"), ["-m", "statistic", "--mode", "random"]);
  });
});
