/**
 * `pillar_cache`: compiled pillars that are kept, in memory or in the files of the reference.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Dict, MasterConfig } from "@salt/core";
import {
  dict,
  ensurePrivateDir,
  float,
  get,
  getDict,
  isDict,
  isMinionId,
  MalformedError,
  writeFileAtomic,
} from "@salt/core";
import { decode, encode } from "@salt/wire";

/** Pillars of one minion by environment; none is the environment null. */
type Kept = ReadonlyMap<string | null, Dict>;

/** The options it goes by. */
export type PillarCacheConfig = Pick<
  MasterConfig,
  "cachedir" | "pillar_cache" | "pillar_cache_ttl" | "pillar_cache_backend"
>;

/** Minions whose pillars are kept in memory at most; beyond it the oldest go. */
const MAX_MINIONS = 20_000;
/** Names of the parts of the reference's files. */
const DATA = "CacheDisk_data";
const TIMES = "CacheDisk_cachetime";

/** Keeps pillars by minion and environment. */
export class PillarCache {
  readonly #config: PillarCacheConfig;
  readonly #clock: Clock;
  readonly #memory = new Map<string, { readonly kept: Kept; readonly since: number }>();

  constructor(config: PillarCacheConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  /** A kept pillar that is not too old. */
  find(id: string, pillarenv: string | undefined): Dict | undefined {
    if (!this.#config.pillar_cache) return undefined;
    return this.#read(id)?.kept.get(pillarenv ?? null);
  }

  /** Keeps a pillar. Those of one minion grow old together. */
  keep(id: string, pillarenv: string | undefined, pillar: Dict): void {
    if (!this.#config.pillar_cache) return;
    const known = this.#read(id);
    const kept = new Map(known?.kept).set(pillarenv ?? null, pillar);
    const since = known?.since ?? this.#clock.now();
    if (this.#config.pillar_cache_backend === "disk") this.#write(id, kept, since);
    else this.#remember(id, kept, since);
  }

  /** Forgets what is kept of a minion. */
  forget(id: string): void {
    this.#memory.delete(id);
    if (this.#config.pillar_cache) rmSync(this.#path(id), { force: true });
  }

  #remember(id: string, kept: Kept, since: number): void {
    this.#memory.delete(id);
    this.#memory.set(id, { kept, since });
    const [oldest] = this.#memory.keys();
    if (this.#memory.size > MAX_MINIONS && oldest !== undefined) this.#memory.delete(oldest);
  }

  #read(id: string): { readonly kept: Kept; readonly since: number } | undefined {
    const found = this.#config.pillar_cache_backend === "disk" ? this.#load(id) : this.#memory.get(id);
    if (found === undefined) return undefined;
    const age = this.#clock.now() - found.since;
    return age < this.#config.pillar_cache_ttl * 1000 ? found : undefined;
  }

  #load(id: string): { readonly kept: Kept; readonly since: number } | undefined {
    try {
      const file = decode(readFileSync(this.#path(id)), { dialect: "ipc" });
      const kept = getDict(getDict(file, DATA), id);
      const since = Number(get(getDict(file, TIMES), id) ?? 0) * 1000;
      if (kept === undefined) return undefined;
      const pillars = [...kept].flatMap(([env, pillar]) =>
        isDict(pillar) ? [[typeof env === "string" ? env : null, pillar] as const] : [],
      );
      return { kept: new Map(pillars), since };
    } catch {
      return undefined; // None is kept, or it cannot be read: then it is compiled again.
    }
  }

  #write(id: string, kept: Kept, since: number): void {
    ensurePrivateDir(join(this.#config.cachedir, "pillar_cache"));
    const file = dict({ [DATA]: { [id]: dict(kept) }, [TIMES]: { [id]: float(since / 1000) } });
    writeFileAtomic(this.#path(id), encode(file, "ipc"), { mode: 0o600 });
  }

  #path(id: string): string {
    if (!isMinionId(id)) throw new MalformedError("a minion id is none");
    return join(this.#config.cachedir, "pillar_cache", id);
  }
}
