/**
 * `npm run bench:batch`: `salt -b` over 200 simulated minions, five of which are killed midway, each in another way, and
 * a table of what each was reported as. `batch.js [MINIONS] [BATCH]`, 200 and 25 by default.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { TestCluster } from "@salt/testkit";
import type { Fate } from "./batch-fleet.js";
import { BatchFleet, KILLED } from "./batch-fleet.js";

const salt = fileURLToPath(new URL("../../../packages/cli/bin/salt.js", import.meta.url));

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
}

/** Runs the command in a process of its own, as a user would. */
async function runSalt(words: readonly string[]): Promise<Run> {
  const from = performance.now();
  const child = spawn(process.execPath, [salt, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.err += text;
  });
  const status = await new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  return { ...texts, status, seconds: (performance.now() - from) / 1000 };
}

/** What the command said of a minion. */
function reported(run: Run, id: string): string {
  const reason = run.err.split("\n").find((line) => line.startsWith(`${id}: `));
  if (reason !== undefined) return reason.slice(id.length + 2);
  return run.out.includes(`\n${id}: `) ? "returned" : "nothing";
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join("  "));
}

/** The table, and whether every minion was reported as something. */
function report(fleet: BatchFleet, run: Run): boolean {
  const returned = fleet.having("answers").filter((id) => reported(run, id) === "returned").length;
  const rows = [["minion", "what became of it", "reported as"]];
  for (const fate of ["fails", ...KILLED] as const satisfies readonly Fate[]) {
    for (const id of fleet.having(fate)) rows.push([id, fate, reported(run, id)]);
  }
  rows.push([`${fleet.having("answers").length} others`, "answers", `${returned} returned`]);
  printTable(rows);
  const slices = run.out.split("Executing run on [").length - 1;
  console.log(`\n${slices} batches, ${run.seconds.toFixed(1)} seconds, exit status ${run.status}`);
  return returned === fleet.having("answers").length && rows.every((row) => row[2] !== "nothing");
}

const count = Number(process.argv[2] ?? 200);
const size = process.argv[3] ?? "25";
const cluster = await TestCluster.start({ master: { timeout: 2, gather_job_timeout: 2 } });
try {
  const fleet = await BatchFleet.start(cluster, count, [...KILLED, "fails"]);
  const config = cluster.tree.at("master");
  const run = await runSalt(["-c", config, "-b", size, "--out=txt", "*", "state.apply"]);
  if (!report(fleet, run)) process.exitCode = 1;
} finally {
  await cluster.close();
}
