/**
 * Package files that apt has fetched.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, Plain } from "@salt/core";
import { dict, getString } from "@salt/core";

const CACHE = "/var/cache/apt/archives";
const MS_PER_SECOND = 1000;

/** The package files in the cache, by package and version, with path, size and time. */
export async function downloadedPackages(root: string, context: ExecutionContext): Promise<Dict> {
  const found = new Map<string, Map<string, Plain>>();
  const cache = join(root, CACHE);
  const names = existsSync(cache) ? readdirSync(cache, { recursive: true, encoding: "utf8" }) : [];
  for (const name of names.filter((one) => one.endsWith(".deb"))) {
    const path = join(cache, name);
    const info = await context.call("lowpkg.bin_pkg_info", [path]);
    const { size, ctimeMs } = statSync(path);
    const seconds = Math.floor(ctimeMs / MS_PER_SECOND);
    const versions = found.get(getString(info, "name") ?? "") ?? new Map<string, Plain>();
    versions.set(getString(info, "version") ?? "", {
      path,
      size,
      creation_date_time_t: seconds,
      creation_date_time: new Date(seconds * MS_PER_SECOND)
        .toISOString()
        .slice(0, "2026-01-01T00:00:00".length),
    });
    found.set(getString(info, "name") ?? "", versions);
  }
  return dict(found);
}
