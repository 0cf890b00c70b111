/**
 * Scripts of System V that systemd has no units for.
 */
import { existsSync, readdirSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { isProgram } from "../cmd/programs.js";
import { runProgram } from "../program/run-program.js";

const SCRIPTS = "/etc/init.d";

/** The names of scripts that may be run and are no units. */
export function initScripts(units: readonly string[]): readonly string[] {
  const names = existsSync(SCRIPTS) ? readdirSync(SCRIPTS) : [];
  return names.filter((name) => !units.includes(name) && isProgram(`${SCRIPTS}/${name}`));
}

/** Those of some scripts that are started in the runlevel that the machine is in. */
export async function startedScripts(
  names: readonly string[],
  context: ExecutionContext,
): Promise<readonly string[]> {
  const { stdout } = await runProgram(["runlevel"], context);
  const level = stdout.trim().split(/\s+/)[1] ?? "";
  const folder = /^\w$/.test(level) ? `/etc/rc${level}.d` : "";
  const links = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) =>
    links.some((link) => link.replace(/^S\d{0,2}/, "") === name && link !== name),
  );
}
