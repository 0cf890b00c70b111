/**
 * Keeps the code that V8 compiles of the bundled programs, beside them, for the Node that runs this: a part of
 * `npm run build`, and `keep-compiled.js DIRECTORY` for another Node than that of the build.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TYPICAL_STATES } from "./typical-states.js";

/**
 * Command lines that touch nothing but an empty directory and run through much of a program; what they run is kept
 * as compiled code. Chunks keep what several of them ran.
 */
const TYPICAL = [
  ["spm", "-c", ".", "list", "packages"],
  ["salt-master", "--help"],
  ["salt-minion", "--help"],
  ["salt-run", "-c", ".", "jobs.list_jobs"],
  ["salt-key", "-c", ".", "-L"],
  ["salt-cp", "-c", ".", "nobody", "package.json", "/"],
  ["salt", "-c", ".", "nobody", "test.ping"],
  ["salt-call", "-c", ".", "--local", "cmd.run", "true"],
  ["salt-call", "-c", ".", "--local", "state.show_lowstate"],
  ["salt-call", "-c", ".", "--local", "--out=json", "state.apply"],
  ["salt-call", "-c", ".", "--local", "state.apply", 'pillar={"again": true}'],
  ["salt-call", "-c", ".", "--local", "test.ping"],
];
const LIMIT_MS = 30_000;

/** Compiles every chunk of a directory. */
export function keepCompiled(directory) {
  const place = mkdtempSync(join(tmpdir(), "salt-bundle-"));
  for (const kind of ["master", "minion", "spm"]) {
    writeFileSync(
      join(place, kind),
      `root_dir: ${place}\nid: nobody\nfile_roots:\n  base:\n    - ${place}/states\n`,
    );
  }
  mkdirSync(join(place, "states"));
  for (const [name, text] of Object.entries(TYPICAL_STATES)) {
    writeFileSync(join(place, "states", name), text.replaceAll("PLACE", place));
  }
  for (const line of TYPICAL) compile([directory, ...line], place);
  compile([directory], place);
  rmSync(place, { recursive: true, force: true });
  const count = readdirSync(directory).filter((name) => name.endsWith(".compiled")).length;
  if (count === 0) console.warn("No compiled code was kept; commands will start slower.");
}

function compile(words, cwd) {
  const compiler = fileURLToPath(new URL("compile.js", import.meta.url));
  spawnSync(process.execPath, [compiler, ...words], {
    cwd,
    timeout: LIMIT_MS,
    stdio: process.env.SALT_BUILD_VERBOSE === "1" ? "inherit" : "ignore",
    env: { ...process.env, HOME: cwd },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) keepCompiled(process.argv[2]);
