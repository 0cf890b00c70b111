/**
 * Which services there are: units of systemd, and scripts that it has no units for.
 */
import { existsSync, readdirSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { initScripts, startedScripts } from "./init-scripts.js";
import { shownUnit } from "./names.js";
import { systemctl } from "./systemctl.js";

const DIRECTORIES = ["/lib/systemd/system", "/usr/lib/systemd/system", "/etc/systemd/system"];

/** The services whose files are in a state: `enabled`, `disabled`, `static`. */
export async function unitsIn(state: string, context: ExecutionContext): Promise<readonly string[]> {
  const { stdout } = await systemctl(["--full", "--no-legend", "--no-pager", "list-unit-files"], context);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  const found = rows.filter((row) => row[1] === state).flatMap(([unit = ""]) => shownUnit(unit) ?? []);
  return [...new Set([...found, ...(await scriptsIn(state, context))])].sort();
}

/** Scripts of System V that are started with the machine, or are not. */
async function scriptsIn(state: string, context: ExecutionContext): Promise<readonly string[]> {
  if (state !== "enabled" && state !== "disabled") return [];
  const scripts = initScripts(unitFiles());
  const started = scripts.length > 0 ? await startedScripts(scripts, context) : [];
  return state === "enabled" ? started : scripts.filter((one) => !started.includes(one));
}

/** All services, units and scripts. */
export function allServices(): readonly string[] {
  const units = unitFiles();
  return [...units, ...initScripts(units)].sort();
}

/** The units that there are files for. */
export function unitFiles(): readonly string[] {
  const names = DIRECTORIES.filter((one) => existsSync(one)).flatMap((one) => readdirSync(one));
  return [...new Set(names.flatMap((one) => shownUnit(one) ?? []))].sort();
}
