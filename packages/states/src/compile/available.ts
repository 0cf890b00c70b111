/**
 * What SLS there are, asked for when it is needed.
 */
import type { Dict } from "@salt/core";
import { compileGlob, getDict, getList, pythonStr } from "@salt/core";
import type { StateFiles } from "./state-files.js";

/** The environments and their SLS, each asked for once. */
export class AvailableStates {
  /** The environment that serves all that have no files of their own. */
  static readonly anyEnv = "__env__";

  readonly #files: StateFiles;
  readonly #opts: Dict;
  readonly #states = new Map<string, Promise<readonly string[]>>();
  #envs: Promise<readonly string[]> | undefined;

  constructor(files: StateFiles, opts: Dict) {
    this.#files = files;
    this.#opts = opts;
  }

  /** The environments, in the order in which their top files count. */
  envs(): Promise<readonly string[]> {
    this.#envs ??= this.#readEnvs();
    return this.#envs;
  }

  /** Whether there is an environment; base is always there. */
  async hasEnv(saltenv: string): Promise<boolean> {
    return saltenv === "base" || (await this.envs()).includes(saltenv);
  }

  /** The names of an environment's SLS that a glob means. */
  async matching(saltenv: string, glob: string): Promise<readonly string[]> {
    return (await this.states(saltenv)).filter(compileGlob(glob));
  }

  /** The names of an environment's SLS. */
  states(saltenv: string): Promise<readonly string[]> {
    const states = this.#states.get(saltenv) ?? this.#files.listStates(saltenv);
    this.#states.set(saltenv, states);
    return states;
  }

  async #readEnvs(): Promise<readonly string[]> {
    const order = [...new Set((getList(this.#opts, "env_order") ?? []).map(pythonStr))];
    const served = await this.#files.envs();
    if (order.length > 0) return served.length > 0 ? order.filter((env) => served.includes(env)) : order;
    const own = [...(getDict(this.#opts, "file_roots") ?? new Map()).keys()].map(pythonStr);
    return [...new Set(["base", ...own, ...served])];
  }
}
