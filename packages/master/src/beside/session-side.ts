/**
 * What a runner has beside the master: execution functions, pillars, and runners of plugins on disk.
 */
import type {
  CatalogEntry,
  Closable,
  Dict,
  ExecutionContext,
  FunctionModule,
  Job,
  Logger,
  MasterConfig,
  MasterHere,
  PillarControl,
  PillarOf,
  Plugin,
  PluginCatalog,
  RunnerContext,
  RunnerModule,
  Value,
} from "@salt/core";
import { getString, MalformedError, systemClock } from "@salt/core";
import { isFileCommand } from "@salt/fileserver";
import { PillarCache } from "../pillar/pillar-cache.js";
import { masterId } from "./master-id.js";
import { MasterSide } from "./master-side.js";
import { withRunners } from "./runners-as-functions.js";

/** What it is made of. */
export interface SessionSideParts {
  readonly config: MasterConfig;
  readonly opts: Dict;
  readonly catalog: PluginCatalog;
  /** Pillars of a master that is running; they are compiled in this process otherwise. */
  readonly pillars?: PillarControl | undefined;
  /** The master as functions such as `saltutil.cmd` reach it. */
  readonly masterHere?: MasterHere;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Opens the master's side at its first use. */
export class SessionSide implements Closable {
  readonly #parts: SessionSideParts;
  readonly #session: RunnerContext;
  #side: MasterSide | undefined;

  constructor(parts: SessionSideParts, session: RunnerContext) {
    this.#parts = parts;
    this.#session = session;
  }

  /** The context of execution functions, of a job where there is one. */
  context(job?: Job): Promise<ExecutionContext> {
    return this.#open().own(job);
  }

  /** The pillars of the master. */
  pillars(): PillarControl {
    if (this.#parts.pillars !== undefined) return this.#parts.pillars;
    const { config, opts } = this.#parts;
    const cache = new PillarCache(config, systemClock);
    const wish = (wanted: PillarOf) => ({ ...wanted, opts });
    return {
      compile: (wanted) => this.#open().pillar(wish(wanted)),
      top: (wanted) => this.#open().pillarTop(wish(wanted)),
      kept: (id, pillarenv) => cache.find(id, pillarenv),
      forget: (id) => cache.forget(id),
    };
  }

  /** The plugins of the catalog with the runners on disk, which win. */
  catalog(): PluginCatalog {
    const onDisk = this.#open().plugins.onDisk("runner");
    return this.#parts.catalog.with(onDisk.map((entry) => this.#asRunner(entry)));
  }

  async close(): Promise<void> {
    await this.#side?.close();
  }

  #open(): MasterSide {
    const { catalog, opts, masterHere, log, signal } = this.#parts;
    const id = masterId(opts);
    this.#side ??= new MasterSide({
      ...(masterHere === undefined ? {} : { masterHere }),
      ownPillar: (grains, wish) => this.pillars().compile({ ...wish, id, grains }),
      catalog: withRunners(catalog, () => this.#session),
      opts,
      request: async (load): Promise<Value> => {
        if (!isFileCommand(getString(load, "cmd") ?? "")) {
          throw new MalformedError("Beside the master there is nobody to ask but its file server");
        }
        return await (await this.#session.fileServer()).request(load);
      },
      fire: (tag, data) => this.#session.fire(tag, data),
      log,
      signal,
    });
    return this.#side;
  }

  /** A runner on disk is called in the context of execution functions. */
  #asRunner(entry: CatalogEntry): CatalogEntry {
    return { ...entry, load: async () => asRunner(await entry.load(), () => this.context()) };
  }
}

function asRunner(plugin: Plugin, context: () => Promise<ExecutionContext>): Plugin {
  if (!hasFunctions(plugin)) return plugin;
  const functions = Object.entries(plugin.functions).map(([name, fn]) => {
    const run: RunnerModule["functions"][string]["run"] = async (args, session, rest) => {
      const inner = await context();
      const value = await fn.run(args, inner, rest);
      if (inner.retcode !== 0) session.retcode = inner.retcode;
      return value;
    };
    return [name, { ...fn, run }] as const;
  });
  const runner: RunnerModule = {
    kind: "runner",
    name: plugin.name,
    virtualName: plugin.virtualName,
    doc: plugin.doc,
    functions: Object.fromEntries(functions),
  };
  return runner;
}

function hasFunctions(plugin: Plugin): plugin is FunctionModule {
  return "functions" in plugin && "available" in plugin;
}
