/**
 * Returners: where minions send returns beside the master, and where a master may keep its job cache.
 */
import type { Logger } from "../../base/log.js";
import type { Dict } from "../../base/value.js";
import type { Plugin } from "../catalog.js";
import type { JobReader } from "./runner.js";

/** What a returner works with. */
export interface ReturnerContext {
  /** The configuration of the daemon; options of a returner are named `<returner>.<option>`. */
  readonly opts: Dict;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** A job as a returner is to keep it. */
export interface JobToKeep {
  readonly jid: string;
  /** The publish request, without credentials. */
  readonly load: Dict;
  /** Ids the job was sent to. */
  readonly minions: readonly string[];
}

/** What a returner needs to serve as `ext_job_cache` or `master_job_cache`. */
export interface JobCachePart {
  /** Keeps a job, or again with more minions: Salt's `save_load`. */
  readonly saveLoad: (job: JobToKeep, context: ReturnerContext) => Promise<void>;
  /** Opens it for reading: Salt's `get_load`, `get_jid` and `get_jids`. */
  readonly open: (context: ReturnerContext) => Promise<JobReader>;
  /** Removes jobs that began before a time, in milliseconds: Salt's `clean_old_jobs`. */
  readonly prune: (before: number, context: ReturnerContext) => Promise<void>;
}

/** A plugin that takes returns. */
export interface ReturnerModule extends Plugin {
  readonly kind: "returner";
  /** True, or why it cannot serve here. */
  readonly available: (context: ReturnerContext) => true | string | Promise<true | string>;
  /** Takes a return: `jid`, `id`, `fun`, `fun_args`, `return`, `retcode`, `success`, … Throws SaltError. */
  readonly returner: (ret: Dict, context: ReturnerContext) => Promise<void>;
  readonly jobCache: JobCachePart | undefined;
}

/** Writes down a returner. */
export function returnerModule(
  name: string,
  module: {
    readonly doc: string;
    readonly available?: ReturnerModule["available"];
    readonly returner: ReturnerModule["returner"];
    readonly jobCache?: JobCachePart;
  },
): ReturnerModule {
  const { doc, available = () => true, returner, jobCache } = module;
  return { kind: "returner", name, virtualName: name, doc, available, returner, jobCache };
}
