/**
 * Where jobs are kept and read: the master's own cache, or a returner that the settings name.
 */
import type {
  Closable,
  Dict,
  JobSource,
  Logger,
  MasterConfig,
  Plugin,
  PluginCatalog,
  ReturnerContext,
  ReturnerModule,
} from "@salt/core";
import { CommandExecutionError, ConfigError } from "@salt/core";
import { openJobReader } from "../jobs/open-job-reader.js";

/** The name of the master's own job cache. */
const LOCAL_CACHE = "local_cache";

/** The options that say where jobs are. */
export type JobSourceConfig = Pick<
  MasterConfig,
  "cachedir" | "hash_type" | "ext_job_cache" | "master_job_cache"
>;

/** What opening a returner needs. */
export interface JobSourceParts {
  readonly config: JobSourceConfig;
  readonly opts: Dict;
  readonly catalog: PluginCatalog;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** A returner of the catalog; undefined when there is none of that name. */
export async function findReturner(
  catalog: PluginCatalog,
  name: string,
): Promise<ReturnerModule | undefined> {
  for (const entry of catalog.ofKind("returner")) {
    if (entry.virtualName !== name) continue;
    const plugin = await entry.load();
    if (isReturner(plugin)) return plugin;
  }
  return undefined;
}

/** What a returner works with on this master. */
export function returnerContext({
  catalog,
  opts,
  log,
  signal,
}: Omit<JobSourceParts, "config">): ReturnerContext {
  return { opts, log, signal, returnerOf: (name) => findReturner(catalog, name) };
}

function isReturner(plugin: Plugin): plugin is ReturnerModule {
  return plugin.kind === "returner" && "take" in plugin;
}

/** The returner that an option names as a job cache. Throws ConfigError when it cannot be one. */
export async function jobCacheReturner(
  parts: Omit<JobSourceParts, "config">,
  option: "ext_job_cache" | "master_job_cache",
  name: string,
): Promise<ReturnerModule | undefined> {
  if (name === "" || name === LOCAL_CACHE) return undefined;
  const { catalog } = parts;
  const found = await findReturner(catalog, name);
  if (found === undefined) {
    const known = catalog.ofKind("returner").map((entry) => entry.virtualName);
    throw new ConfigError(`${option}: there is no returner ${name}`, {
      hint: `Returners are ${[LOCAL_CACHE, ...known].join(", ")}.`,
    });
  }
  if (found.jobCache === undefined) {
    throw new ConfigError(`${option}: the returner ${name} only takes returns, jobs cannot be read from it`);
  }
  const available = await found.usable(returnerContext(parts));
  if (available !== true)
    throw new ConfigError(`${option}: the returner ${name} cannot be used: ${available}`);
  return found;
}

/** Opens jobs for reading. Throws JobStoreError and, for a source that is none, CommandExecutionError. */
export async function openJobSource(
  parts: JobSourceParts,
  source?: string,
): Promise<JobSource & Partial<Closable>> {
  const { config } = parts;
  const name = source ?? (config.ext_job_cache || config.master_job_cache);
  if (name === LOCAL_CACHE) return openJobReader(config);
  const found = await findReturner(parts.catalog, name);
  if (found?.jobCache !== undefined) return await found.jobCache.open(returnerContext(parts));
  throw new CommandExecutionError(
    found === undefined ? `There is no job cache ${name}` : `Jobs cannot be read from the returner ${name}`,
  );
}
