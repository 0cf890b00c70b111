/**
 * `npm run bench:python`: how long a call of a function in a Python module takes, from the minion's loader to Python and
 * back.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, minionOptions, nullLogger } from "@salt/core";
import { openCaller } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";

const CALLS = 2000;
const MODULE = `
def hello(name="world"):
    return {"hello": name}
def back():
    return __salt__["test.ping"]()
`;

const place = mkdtempSync(join(tmpdir(), "salt-bench-"));
mkdirSync(join(place, "modules"));
writeFileSync(join(place, "modules", "bench.py"), MODULE);
const { config, opts } = loadConfig(minionOptions, {
  file: join(place, "minion"),
  overrides: { root_dir: place, id: "bench", local: true, extension_modules: place, skip_grains: true },
});
const caller = await openCaller({
  config,
  opts,
  plugins: builtinPlugins,
  log: nullLogger,
  signal: new AbortController().signal,
});
try {
  console.log(`first call, with the start of Python: ${(await millisecondsOf("bench.hello")).toFixed(1)} ms`);
  for (const fun of ["bench.hello", "bench.back"]) await report(fun);
} finally {
  await caller.close();
  rmSync(place, { recursive: true, force: true });
}

async function report(fun: string): Promise<void> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) times.push(await millisecondsOf(fun));
  times.sort((a, b) => a - b);
  const at = (part: number): string => (times[Math.floor(CALLS * part)] ?? 0).toFixed(3);
  console.log(`${fun}, warm, ${CALLS} calls: median ${at(0.5)} ms, 99 of 100 below ${at(0.99)} ms`);
}

async function millisecondsOf(fun: string): Promise<number> {
  const start = process.hrtime.bigint();
  await caller.call(fun, []);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
