/**
 * Kills spm with -9 at random moments of installing, upgrading and removing two packages, and looks at what the next
 * spm finds: `npm run crash:spm -- 50`. Prints a table; ends with 1 when a mixture of old and new was ever seen.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../../node_modules/.bin/spm", import.meta.url));
const PACKAGES = ["web", "db"];
const FILES = 60;
const DEFAULT_POINTS = 50;

/** What is killed, and the state it starts from. */
interface Work {
  readonly name: string;
  readonly prepare: readonly (readonly string[])[];
  readonly words: readonly string[];
}

const dir = mkdtempSync(join(tmpdir(), "salt-spm-crash-"));
const live = join(dir, "live");
const built = (version: number): string[] =>
  PACKAGES.map((name) => join(dir, "build", `${name}-${version}-1.spm`));
const WORKS: readonly Work[] = [
  { name: "install", prepare: [], words: ["install", ...built(1)] },
  { name: "upgrade", prepare: [["install", ...built(1)]], words: ["-f", "install", ...built(2)] },
  { name: "remove", prepare: [["install", ...built(1)]], words: ["remove", ...PACKAGES] },
];

const points = Number(process.argv[2] ?? DEFAULT_POINTS);
try {
  configure();
  makePackages();
  let mixtures = 0;
  console.log("work      points  old  new  killed while running  mixtures");
  for (const [index, work] of WORKS.entries()) {
    const share = Math.ceil((points - index) / WORKS.length);
    const { old, done, killed, mixed } = await killAtRandom(work, share);
    mixtures += mixed;
    const cells = [work.name.padEnd(9), String(share).padStart(6), String(old).padStart(4)];
    console.log(
      [...cells, String(done).padStart(4), String(killed).padStart(21), String(mixed).padStart(9)].join(" "),
    );
  }
  process.exitCode = mixtures === 0 ? 0 : 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

async function killAtRandom(work: Work, count: number) {
  const start = prepared(work);
  restore(start);
  const old = stateOf();
  const began = performance.now();
  run(work.words);
  const longest = performance.now() - began;
  const done = stateOf();
  const found = { old: 0, done: 0, killed: 0, mixed: 0 };
  for (let point = 0; point < count; point += 1) {
    restore(start);
    if (await killed(work.words, Math.random() * longest)) found.killed += 1;
    run(["list", "packages"]);
    const state = stateOf();
    if (state === old) found.old += 1;
    else if (state === done) found.done += 1;
    else found.mixed += 1;
  }
  return found;
}

/** The state that a work starts from. Paths stand in spm's record, so it is made at the path where it is used. */
function prepared({ name, prepare }: Work): string {
  const start = join(dir, `start-${name}`);
  rmSync(live, { recursive: true, force: true });
  mkdirSync(live);
  for (const given of prepare) run(given);
  run(["list", "packages"]);
  renameSync(live, start);
  return start;
}

/** Puts a state in place. */
function restore(start: string): void {
  rmSync(live, { recursive: true, force: true });
  cpSync(start, live, { recursive: true, preserveTimestamps: true });
}

function configure(): void {
  const options = ["formula_path", "pillar_path", "reactor_path", "spm_cache_dir", "spm_share_dir"];
  const lines = options.map(
    (option) => `${option}: ${join(live, option)}
`,
  );
  lines.push(
    `spm_db: ${join(live, "spm_cache_dir", "packages.db")}
`,
    `spm_build_dir: ${join(dir, "build")}
`,
  );
  lines.push(`extension_modules: ${join(live, "extmods")}
`);
  mkdirSync(join(dir, "etc"));
  writeFileSync(join(dir, "etc", "spm"), lines.join(""));
}

function line(given: readonly string[]): readonly string[] {
  return ["-c", join(dir, "etc"), "-y", ...given];
}

function run(given: readonly string[]): void {
  const ran = spawnSync(BIN, line(given), { encoding: "utf8" });
  if (ran.status === 0) return;
  throw new TypeError(`spm ${given.join(" ")} ended with ${ran.status}: ${ran.stderr}${ran.stdout}`);
}

/** Whether spm was still at work when it was killed. */
async function killed(given: readonly string[], after: number): Promise<boolean> {
  const child = spawn(BIN, line(given), { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await Promise.race([wait(after), ended]);
  const isRunning = child.exitCode === null && child.signalCode === null;
  if (isRunning) child.kill("SIGKILL");
  await ended;
  return isRunning;
}

/** A sum over every installed file, and what spm says is installed. */
function stateOf(): string {
  const sum = createHash("sha256");
  for (const top of ["formula_path", "pillar_path", "reactor_path"]) {
    for (const path of filesBelow(join(live, top))) {
      sum.update(`${relative(live, path)}\0`).update(readFileSync(path));
    }
  }
  const listed = spawnSync(BIN, line(["list", "packages"]), { encoding: "utf8" }).stdout;
  const infos = PACKAGES.map((name) => spawnSync(BIN, line(["info", name]), { encoding: "utf8" }).stdout);
  const versions = infos.map((info) => /^Version:.*$/m.exec(info)?.[0] ?? "").join();
  return sum.update(`${listed}${versions}`).digest("hex");
}

function filesBelow(path: string): readonly string[] {
  try {
    const found = readdirSync(path, { withFileTypes: true, recursive: true });
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}

function makePackages(): void {
  for (const version of [1, 2]) {
    for (const name of PACKAGES) {
      const source = join(dir, "src", `${name}${version}`);
      const fields = {
        name,
        os: "Debian",
        os_family: "Debian",
        version,
        release: 1,
        summary: "s",
        description: "d",
      };
      const put = (file: string, text: string): void => {
        mkdirSync(dirname(join(source, file)), { recursive: true });
        writeFileSync(join(source, file), text);
      };
      put(
        "FORMULA",
        Object.entries(fields)
          .map(([key, value]) => `${key}: ${value}\n`)
          .join(""),
      );
      put("pillar.example", `${name}: ${version}\n`);
      put(`_modules/${name}.py`, `VERSION = ${version}\n`);
      for (let file = 0; file < FILES; file += 1)
        put(`${name}/f${file % 7}/${file}.sls`, `v: ${version}\n`.repeat(file + 1));
      run(["build", source]);
    }
  }
}
