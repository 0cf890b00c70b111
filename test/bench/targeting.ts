/**
 * `npm run bench:targeting`: how long the master takes to tell whom a target means, with ten thousand minions in its
 * cache. The aim is 50 ms for a compound target with grains and globs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dict, TargetType, Value } from "@salt/core";
import { dict, resolveTarget } from "@salt/core";
import { MinionData } from "@salt/master";

const MINIONS = 10_000;
const ROUNDS = 15;
const TARGETS: readonly [TargetType, string][] = [
  ["compound", "G@os:Debian and web1* or E@web\\d+5\\.example and not L@web3.example.com"],
  ["compound", "G@roles:r3 and not G@nested:x:y:2"],
  ["compound", "( P@os:(Deb|Red).* and G@num_cpus:4 ) or web*77*"],
  ["compound", "S@10.0.0.0/20 and I@team:t1"],
  ["grain", "os:Debian"],
  ["glob", "web*7*"],
];

const dir = mkdtempSync(join(tmpdir(), "salt-bench-"));
try {
  const ids = Array.from({ length: MINIONS }, (_each, at) => `web${at}.example.com`);
  const writer = new MinionData(dir);
  for (const [at, id] of ids.entries()) writer.save(id, grainsOf(at), dict([["team", `t${at % 4}`]]));
  const data = new MinionData(dir);
  for (const [tgtType, tgt] of TARGETS) report(data, ids, tgtType, tgt);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function report(data: MinionData, ids: readonly string[], tgtType: TargetType, tgt: string): void {
  const times: number[] = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    const { minions } = resolveTarget(
      { tgt, tgtType, delimiter: ":" },
      { ids, facts: (id) => data.targetFacts(id) },
    );
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    count = minions.length;
  }
  const [first = 0, ...warm] = times;
  const median = warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0;
  console.log(
    `${tgtType} ${tgt}: ${count} of ${MINIONS}, first ${first.toFixed(0)} ms, then median ${median.toFixed(1)} ms`,
  );
}

/** About as many grains as a real minion has. */
function grainsOf(at: number): Dict {
  const filler = Array.from({ length: 80 }, (_each, n): [string, Value] => [
    `grain${n}`,
    `value ${n} of some length`,
  ]);
  return dict([
    ...filler,
    ["os", at % 2 === 0 ? "Debian" : "RedHat"],
    ["num_cpus", at % 8],
    ["roles", ["a", "b", `r${at % 10}`]],
    ["nested", dict([["x", dict([["y", at % 5]])]])],
    ["ipv4", ["127.0.0.1", `10.0.${at >> 8}.${at & 255}`]],
  ]);
}
