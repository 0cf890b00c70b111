/**
 * `npm run test:interop`: our daemons and commands against real Salt, which is installed from PyPI into
 * `.interop/` unless it is there. `SALT_INTEROP_VENVS` names other environments, separated by colons.
 * Words behind `--` choose test files by part of their name.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root, run } from "./setup.js";

/** Newer patch releases of these lines may not install everywhere. */
const RELEASES = ["3006.28", "3007.15", "3008.3"];

/** Real Salt's daemons wait about as much as they compute, so that two files do not hold each other up. */
const AT_ONCE = Math.min(2, availableParallelism());

requireNode();
ensureInstalled();
ensureBuilt();

const environments = process.env.SALT_INTEROP_VENVS?.split(":") ?? RELEASES.map(environmentOf);
const folder = join(root, "test", "dist", "interop");
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .map((name) => join(folder, name));
const done = spawnSync(
  process.execPath,
  ["--test", `--test-concurrency=${AT_ONCE}`, "--test-reporter=spec", ...files],
  { cwd: root, stdio: "inherit", env: { ...process.env, SALT_INTEROP_VENVS: environments.join(":") } },
);
process.exit(done.status ?? 1);

/** The Python environment of a release, made when it is missing. */
function environmentOf(release) {
  const place = join(root, ".interop", release);
  if (existsSync(join(place, "bin", "salt-master"))) return place;
  console.log(`Installing real Salt ${release} …`);
  run("python3", ["-m", "venv", place]);
  run(join(place, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", `salt==${release}`]);
  return place;
}
