/**
 * The implementations that are tested against each other: ours, and real Salt from Python environments.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A set of executables: `salt`, `salt-master`, `salt-minion`, `salt-key`, … */
export interface Installation {
  /** `ours`, or the release line of real Salt, e.g. `3006`. */
  readonly name: string;
  readonly bin: string;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** This repository's own commands. */
export const ours: Installation = { name: "ours", bin: join(repository, "node_modules", ".bin") };

/** The real ones, from the directories in `SALT_INTEROP_VENVS` (as `scripts/interop.js` sets it). */
export const real: readonly Installation[] = (process.env.SALT_INTEROP_VENVS ?? "")
  .split(":")
  .filter((venv) => venv !== "")
  .map((venv) => ({ name: release(venv), bin: join(venv, "bin") }));

/** All of them. */
export const all: readonly Installation[] = [ours, ...real];

function release(venv: string): string {
  const salt = join(venv, "bin", "salt");
  if (!existsSync(salt))
    throw new TypeError(`${salt} does not exist: run this through 'npm run test:interop'`);
  const said = spawnSync(salt, ["--version"], { encoding: "utf8" }).stdout;
  return /\d+/.exec(said)?.[0] ?? said.trim();
}
