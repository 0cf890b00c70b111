/**
 * The file that keeps scheduled jobs over a restart: `_schedule.conf`, which the configuration includes.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dict } from "@salt/core";
import { dict, getDict, getString, writeFileAtomic } from "@salt/core";

const CONFIG_DIR = "/etc/salt";
const DEFAULT_INCLUDE = "minion.d/*.conf";

/** Where the jobs are kept, for the options of a minion. */
export function scheduleFile(opts: Dict): string {
  const file = getString(opts, "conf_file");
  const dir = getString(opts, "config_dir") ?? (file === undefined ? CONFIG_DIR : dirname(file));
  return join(dir, dirname(getString(opts, "default_include") ?? DEFAULT_INCLUDE), "_schedule.conf");
}

/** The jobs that are kept. Throws RenderFault for a file that is no YAML. */
export async function savedSchedule(opts: Dict): Promise<Dict> {
  const path = scheduleFile(opts);
  if (!existsSync(path)) return new Map();
  const { loadSlsYaml } = await import("@salt/render");
  return getDict(loadSlsYaml(readFileSync(path, "utf8")).value, "schedule") ?? new Map();
}

/** Writes the jobs, readable by the owner alone: arguments may be secrets. Throws what writing throws. */
export async function saveSchedule(opts: Dict, schedule: Dict): Promise<void> {
  const { dumpSlsYaml } = await import("@salt/render");
  const path = scheduleFile(opts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic(path, dumpSlsYaml(dict({ schedule }), { flow: false }), { mode: 0o600 });
}
