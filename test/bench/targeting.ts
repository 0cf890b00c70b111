/**
 * `npm run bench:targeting`: how long the master takes to tell whom a target means, with ten thousand minions in its
 * cache, and how long its loop is held in one go meanwhile. The aim is 50 ms for a compound target with grains and globs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as othersHadTheirTurn } from "node:timers/promises";
import type { Dict, TargetType, Value } from "@salt/core";
import { dict, factKeysOf, resolveInSlices } from "@salt/core";
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
  for (const [tgtType, tgt] of TARGETS) await report(data, ids, tgtType, tgt);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** A target as the master's Targeting resolves it: the columns it needs, then minion after minion, both in slices. */
async function resolve(
  data: MinionData,
  ids: readonly string[],
  tgtType: TargetType,
  tgt: string,
): Promise<number> {
  const target = { tgt, tgtType, delimiter: ":" };
  await data.prepare(factKeysOf(target, new Map()));
  const slices = resolveInSlices(target, { ids, facts: (id) => data.targetFacts(id) });
  for (let next = slices.next(); ; next = slices.next()) {
    if (next.done === true) return next.value.minions.length;
    await othersHadTheirTurn();
  }
}

async function report(
  data: MinionData,
  ids: readonly string[],
  tgtType: TargetType,
  tgt: string,
): Promise<void> {
  const times: number[] = [];
  const held: number[] = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = process.hrtime.bigint();
    count = await resolve(data, ids, tgtType, tgt);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    delay.disable();
    held.push(delay.max / 1e6);
  }
  const [first = 0, ...warm] = times;
  const [firstHeld = 0, ...warmHeld] = held;
  const median = warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0;
  const most = Math.max(...warmHeld).toFixed(0);
  console.log(
    `${tgtType} ${tgt}: ${count} of ${MINIONS}, first ${first.toFixed(0)} ms (held ${firstHeld.toFixed(0)} ms), ` +
      `then median ${median.toFixed(1)} ms (held ${most} ms at most)`,
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
