/**
 * What tests of loading share: a directory, a daemon that does nothing, rows of a catalog. Not exported.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { CatalogEntry, ExecutionModule, MinionControl } from "@salt/core";

/** A directory that is removed after the test. */
export function scratch(t: Pick<TestContext, "after">): string {
  const dir = mkdtempSync(join(tmpdir(), "lo-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A daemon that does nothing. */
export const idleControl: MinionControl = {
  running: async () => [],
  signalJob: async () => "",
  fireMaster: async () => true,
  fireLocal: async () => true,
  request: async () => null,
  compilePillar: async () => new Map(),
  refreshPillar: async () => true,
  refreshGrains: async () => true,
  refreshModules: async () => true,
  schedule: async () => undefined,
  beacons: async () => undefined,
  refreshBeacons: async () => true,
  revokeAuth: async () => true,
};

/** A row of a catalog for a module. */
export function entryOf(module: ExecutionModule, control?: boolean): CatalogEntry {
  const { kind, name, virtualName } = module;
  return {
    kind,
    name,
    virtualName,
    ...(control === undefined ? {} : { control }),
    load: async () => module,
  };
}
