/**
 * Job caches and returners taken together: each gets everything, and what is read comes from all of them.
 */
import type {
  Dict,
  JobCachePart,
  JobSource,
  JobToKeep,
  ReturnerContext,
  StoredJob,
  StoredReturn,
} from "@salt/core";
import {
  CommandExecutionError,
  callFunction,
  errorText,
  isList,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";

const OPTION = "multi_returner";

/** The returners that the option lists. One that fails does not keep the others from their work. */
export class MultiJobs implements JobSource {
  readonly #context: ReturnerContext;
  readonly #names: readonly string[];

  constructor(context: ReturnerContext) {
    const value = context.opts.get(OPTION) ?? null;
    const names = isList(value) ? value.map((name) => pythonStr(name)) : [];
    this.#context = context;
    this.#names = [...new Set(names)].filter((name) => name !== OPTION);
  }

  /** Why nothing can be handed on; true when it can be. */
  async whyUnusable(): Promise<true | string> {
    if (this.#names.length === 0) return "The option multi_returner does not list returners";
    const { returnerOf } = this.#context;
    if (returnerOf === undefined) return true;
    for (const name of this.#names) {
      const found = await returnerOf(name);
      if (found === undefined) return `There is no returner ${name}`;
      const usable = await found.usable(this.#context);
      if (usable !== true) return `${name}: ${usable}`;
    }
    return true;
  }

  /** Hands a return to all. Throws CommandExecutionError that names those that failed. */
  async addReturn(ret: Dict): Promise<void> {
    await this.#every(this.#names, (name) => this.#take(name, ret));
  }

  /** Hands a job to those that keep jobs. */
  async addJob(job: JobToKeep): Promise<void> {
    await this.#everyCache((cache) => cache.saveLoad(job, this.#context));
  }

  /** Removes jobs that began before a time, in milliseconds. */
  async prune(before: number): Promise<void> {
    await this.#everyCache((cache) => cache.prune(before, this.#context));
  }

  async job(jid: string): Promise<StoredJob | undefined> {
    let found: StoredJob | undefined;
    for (const source of await this.#sources()) {
      const job = await source.job(jid);
      if (job === undefined) continue;
      const minions = new Set([...(found?.minions ?? []), ...job.minions]);
      found = { ...(found ?? job), minions: [...minions] };
    }
    return found;
  }

  async returns(jid: string): Promise<readonly StoredReturn[]> {
    const byId = new Map<string, StoredReturn>();
    for (const source of await this.#sources())
      for (const ret of await source.returns(jid)) if (!byId.has(ret.id)) byId.set(ret.id, ret);
    return [...byId.values()];
  }

  async *jobs(): AsyncGenerator<StoredJob> {
    const byJid = new Map<string, StoredJob>();
    for (const source of await this.#sources())
      for await (const job of source.jobs()) if (!byJid.has(job.jid)) byJid.set(job.jid, job);
    yield* [...byJid.values()].sort((a, b) => (a.jid < b.jid ? -1 : 1));
  }

  async #take(name: string, ret: Dict): Promise<void> {
    const { minion, returnerOf } = this.#context;
    if (minion !== undefined) {
      const fun = `${name}.returner`;
      await callFunction(fun, await minion.ofKind("returner").find(fun), [ret], minion);
      return;
    }
    const found = await returnerOf?.(name);
    if (found === undefined) throw new SaltInvocationError(`There is no returner ${name}`);
    await found.take(ret, this.#context);
  }

  async #caches(): Promise<ReadonlyMap<string, JobCachePart>> {
    const found = new Map<string, JobCachePart>();
    for (const name of this.#names) {
      const cache = (await this.#context.returnerOf?.(name))?.jobCache;
      if (cache !== undefined) found.set(name, cache);
    }
    return found;
  }

  async #sources(): Promise<readonly JobSource[]> {
    const caches = [...(await this.#caches())];
    const opened = await Promise.all(caches.map(async ([name, cache]) => await this.#open(name, cache)));
    return opened.flatMap((source) => source ?? []);
  }

  async #open(name: string, cache: JobCachePart): Promise<JobSource | undefined> {
    try {
      return await cache.open(this.#context);
    } catch (error) {
      this.#context.log.error({ returner: name, reason: errorText(error) }, "A job cache cannot be read");
      return undefined;
    }
  }

  async #everyCache(work: (cache: JobCachePart) => Promise<void>): Promise<void> {
    const caches = await this.#caches();
    await this.#every([...caches.keys()], async (name) => {
      const cache = caches.get(name);
      if (cache !== undefined) await work(cache);
    });
  }

  async #every(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
    const told = await Promise.allSettled(names.map(work));
    const faults = told.flatMap((one, at) =>
      one.status === "rejected" ? [`${names[at]}: ${errorText(one.reason)}`] : [],
    );
    if (faults.length > 0) throw new CommandExecutionError(`multi_returner: ${faults.join("; ")}`);
  }
}
