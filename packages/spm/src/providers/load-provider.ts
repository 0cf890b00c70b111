/**
 * Finding the plugins that `spm_db_provider` and `spm_files_provider` name: built in, or a file of the directory
 * `extension_modules`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError, errorText } from "@salt/core";
import { local } from "./local.js";
import type { PkgDbProvider } from "./pkgdb.js";
import type { PkgFilesProvider } from "./pkgfiles.js";
import { sqlite3 } from "./sqlite3.js";

const BUILT_IN = [sqlite3, local];
const ENDINGS = [".mjs", ".js", ".cjs"];
const NAME = /^[A-Za-z_]\w*$/;

/** The plugin `pkgdb` of a name. Throws ConfigError. */
export async function loadPkgDb(name: string, pluginDir: string): Promise<PkgDbProvider> {
  const found = await find("pkgdb", name, pluginDir);
  if (isPkgDb(found)) return found;
  throw unfit("spm_db_provider", name, pluginDir, "pkgdb");
}

/** The plugin `pkgfiles` of a name. Throws ConfigError. */
export async function loadPkgFiles(name: string, pluginDir: string): Promise<PkgFilesProvider> {
  const found = await find("pkgfiles", name, pluginDir);
  if (isPkgFiles(found)) return found;
  throw unfit("spm_files_provider", name, pluginDir, "pkgfiles");
}

async function find(kind: "pkgdb" | "pkgfiles", name: string, pluginDir: string): Promise<unknown> {
  const builtIn = BUILT_IN.find((plugin) => plugin.kind === kind && plugin.name === name);
  if (builtIn !== undefined || !NAME.test(name)) return builtIn;
  const file = ENDINGS.map((ending) => join(pluginDir, kind, `${name}${ending}`)).find((path) =>
    existsSync(path),
  );
  if (file === undefined) return undefined;
  try {
    const module: Record<string, unknown> = await import(pathToFileURL(file).href);
    return module[name];
  } catch (cause) {
    throw new ConfigError(`The plugin ${file} cannot be loaded: ${errorText(cause)}`, { cause });
  }
}

function isPkgDb(found: unknown): found is PkgDbProvider {
  return isPlugin(found) && found.kind === "pkgdb" && typeof found.open === "function";
}

function isPkgFiles(found: unknown): found is PkgFilesProvider {
  return isPlugin(found) && found.kind === "pkgfiles" && typeof found.open === "function";
}

function isPlugin(found: unknown): found is { readonly kind: unknown; readonly open: unknown } {
  return typeof found === "object" && found !== null && "kind" in found && "open" in found;
}

function unfit(option: string, name: string, pluginDir: string, kind: string): ConfigError {
  return new ConfigError(`option '${option}' names no plugin of the kind ${kind}: ${JSON.stringify(name)}`, {
    hint: `Put it into ${join(pluginDir, kind)}/${name}.mjs, as 'export const ${name} = { kind: "${kind}", … }'.`,
  });
}
