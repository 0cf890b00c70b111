/**
 * Keeps the code that V8 compiles of each bundle, beside it, for the Node that runs this: a part of `npm run build`,
 * and `keep-compiled.js DIRECTORY` for another Node than that of the build.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Command lines that touch nothing and run through much of a command; what they run is kept as compiled code. */
const TYPICAL = {
  salt: ["-c", ".", "nobody", "test.ping"],
  "salt-call": ["-c", ".", "--local", "test.ping"],
  "salt-cp": ["-c", ".", "nobody", "package.json", "/"],
  "salt-key": ["-c", ".", "-L"],
  "salt-run": ["-c", ".", "jobs.list_jobs"],
  spm: ["-c", ".", "list", "packages"],
  // Not commands, and nothing that runs by itself.
  "job-worker": undefined,
  "pillar-worker": undefined,
  "spm-hooks": undefined,
};
const COMPILE_MS = 20_000;
const END = "-main.js";

/** Compiles every bundle of a directory. */
export function keepCompiled(directory) {
  const empty = mkdtempSync(join(tmpdir(), "salt-bundle-"));
  for (const kind of ["master", "minion", "spm"]) {
    writeFileSync(join(empty, kind), `root_dir: ${empty}\nid: nobody\n`);
  }
  for (const bundle of readdirSync(directory).filter((name) => name.endsWith(END))) {
    keepOne(join(directory, bundle), bundle.slice(0, -END.length), empty);
  }
  rmSync(empty, { recursive: true, force: true });
}

/** Runs a command once, in an empty place, and keeps what V8 compiled. */
function keepOne(file, name, empty) {
  const line = name in TYPICAL ? TYPICAL[name] : ["--help"];
  const compiler = fileURLToPath(new URL("compile.js", import.meta.url));
  const words = line === undefined ? [] : [file, ...line];
  spawnSync(process.execPath, [compiler, file, ...words], {
    cwd: empty,
    timeout: COMPILE_MS,
    stdio: "ignore",
    env: { ...process.env, HOME: empty },
  });
  if (!existsSync(`${file}.compiled`))
    console.warn(`${name}: no compiled code was kept; it will start slower.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) keepCompiled(process.argv[2]);
