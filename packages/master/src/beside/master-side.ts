/**
 * Execution functions beside the master, where there is no minion: for templates of the pillar, and for runners.
 */
import type {
  Closable,
  Dict,
  ExecutionContext,
  GitWish,
  Job,
  Logger,
  MasterHere,
  MinionControl,
  PillarOf,
  PluginCatalog,
  Value,
} from "@salt/core";
import { getString, refusingControl, SaltError } from "@salt/core";
import { collectGrains, LoadedPlugins, makeContext } from "@salt/loader";
import type { MinionView, PillarRequest, PillarSurroundings } from "@salt/pillar";
import { masterId } from "./master-id.js";

/** What it is made of. */
export interface MasterSideParts {
  readonly catalog: PluginCatalog;
  readonly opts: Dict;
  /** Answers commands of the file server. */
  readonly request: (load: Dict) => Promise<Value>;
  /** The master as functions reach it. */
  readonly masterHere?: MasterHere;
  /** Gives the pillar that the master has itself; absent where a pillar is being compiled. */
  readonly ownPillar?: (grains: Dict, wish: OwnPillar) => Promise<Dict>;
  /** Fires an event on the master's bus. */
  readonly fire: (tag: string, data: Dict) => Promise<void>;
  /** Is told the pid of a Python process that has started, and 0 when it has ended. */
  readonly onPython?: (pid: number) => void;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** How the master's own pillar is wanted. */
export type OwnPillar = Pick<PillarOf, "saltenv" | "pillarenv" | "override">;

/** The plugins of the master's machine, and contexts in which they run. */
export class MasterSide implements Closable {
  readonly plugins: LoadedPlugins;
  readonly #parts: MasterSideParts;
  readonly #memory = new Map<string, unknown>();
  readonly #templates = new Map<string, unknown>();
  #grains: Promise<Dict> | undefined;

  constructor(parts: MasterSideParts) {
    this.#parts = parts;
    const { catalog, opts, log, onPython } = parts;
    this.plugins = new LoadedPlugins({
      builtin: catalog,
      opts,
      context: () => this.context(this.#ownView(new Map())),
      log,
      ...(onPython === undefined ? {} : { onPython }),
    });
  }

  /** The master's own context, with the grains of its machine. */
  async own(job?: Job): Promise<ExecutionContext> {
    return this.context(this.#ownView(await this.#ownGrains()), job);
  }

  /** A context as a minion would have it, on this machine. */
  context(view: MinionView, job?: Job): ExecutionContext {
    const { log, signal, masterHere } = this.#parts;
    const here = masterHere === undefined ? {} : { masterHere };
    const around = { ...here, ofKind: this.plugins.ofKind.bind(this.plugins), memory: this.#memory, log };
    return makeContext({ ...around, ...view, control: this.#control() }, job, signal);
  }

  /** Looks whether plugins have changed. */
  async refresh(): Promise<void> {
    if (await this.plugins.reloadIfChanged()) this.#templates.clear();
  }

  /** Compiles a pillar in this process. Throws what the signal is aborted with. */
  async pillar(request: PillarRequest): Promise<Dict> {
    const { compilePillar } = await import("@salt/pillar");
    return await compilePillar(request, this.#around());
  }

  /** The top file of a minion's pillar and what is wrong with it. */
  async pillarTop(
    request: PillarRequest,
  ): Promise<{ readonly top: Dict; readonly errors: readonly string[] }> {
    const { pillarTop, topAsData } = await import("@salt/pillar");
    const { top } = await pillarTop(request, this.#around());
    return { top: topAsData(top), errors: top.errors };
  }

  async close(): Promise<void> {
    await this.plugins.close();
  }

  #around(): PillarSurroundings {
    const { opts, log } = this.#parts;
    const cachedir = getString(opts, "cachedir") ?? "";
    const checkOut = async (wish: GitWish): Promise<string | undefined> => {
      const { checkOutGit } = await import("@salt/fileserver");
      return await checkOutGit(wish, { cachedir, log });
    };
    return { context: (view) => this.context(view), checkOut, templates: this.#templates, log };
  }

  #ownGrains(): Promise<Dict> {
    const { catalog, opts, log, signal } = this.#parts;
    this.#grains ??= collectGrains(catalog, { opts, log, signal });
    return this.#grains;
  }

  #ownView(grains: Dict): MinionView {
    const { opts } = this.#parts;
    const id = masterId(opts);
    return { id, opts, grains: new Map([...grains, ["id", id]]), pillar: new Map() };
  }

  #control(): MinionControl {
    return {
      ...refusingControl("This needs a minion, and the function was called beside the master"),
      fireMaster: async (tag, data) => {
        await this.#parts.fire(tag, data);
        return true;
      },
      request: (load) => this.#parts.request(load),
      compilePillar: async ({ ext: _, ...wish } = {}) => {
        const { ownPillar } = this.#parts;
        if (ownPillar !== undefined) return await ownPillar(await this.#ownGrains(), wish);
        throw new SaltError("PILLAR_RECURSION", "There is no minion's pillar beside the master");
      },
      refreshModules: async () => {
        await this.plugins.reload();
        return true;
      },
    };
  }
}
