/**
 * From top file and SLS to low chunks: all that comes before states are run.
 */
import type { Dict, Logger, MinionFacts } from "@salt/core";
import { getList, isTruthy } from "@salt/core";
import { AvailableStates } from "./available.js";
import { compileHighData } from "./chunks.js";
import { applyExclude } from "./exclude.js";
import { reconcileExtend } from "./extend.js";
import type { FaultList } from "./fault-list.js";
import { StateDataError } from "./faults.js";
import type { HighData } from "./high-data.js";
import type { Top } from "./merge-tops.js";
import { mergeTops } from "./merge-tops.js";
import type { Chunk } from "./order.js";
import { turnRequisites } from "./requisite-in.js";
import type { Collected } from "./sls-collector.js";
import { SlsCollector } from "./sls-collector.js";
import type { RenderState, StateFiles } from "./state-files.js";
import type { TopFiles } from "./top-files.js";
import { isPassedOver, readTopFiles, saltenvOf } from "./top-files.js";
import type { TopMatches } from "./top-matches.js";
import { topMatches, withMasterTops } from "./top-matches.js";
import { highFaults } from "./verify-high.js";

/** What a compiler works with. */
export interface CompilerParts {
  readonly files: StateFiles;
  readonly render: RenderState;
  /** The minion's options, laid over by what the master says of states. */
  readonly opts: Dict;
  readonly facts: MinionFacts;
  /** What the master's `master_tops` say: SLS by environment. */
  readonly masterTops: () => Promise<Dict>;
  readonly log: Logger;
}

/** Low chunks, or the errors because of which there are none. */
export interface Compiled {
  readonly chunks: readonly Chunk[];
  readonly errors: readonly string[];
}

/** How high data is compiled. */
export interface CompileOptions {
  readonly orchestrationJid?: string | undefined;
  /** Look at the requisites of data whose form is wrong too: a run stops at the form, `state.show_lowstate` does not. */
  readonly allErrors?: boolean;
}

/** Compiles the states of one run. */
export class StateCompiler {
  readonly #parts: CompilerParts;
  readonly #available: AvailableStates;
  readonly #collector: SlsCollector;

  constructor(parts: CompilerParts) {
    const { files, render, opts, log } = parts;
    const available = new AvailableStates(files, opts);
    const autoOrder = isTruthy(opts.get("state_auto_order") ?? true);
    this.#parts = parts;
    this.#available = available;
    this.#collector = new SlsCollector({ files, render, available, autoOrder, log });
  }

  /**
   * The merged top file. One that does not render is told to the log and counts as empty, as in Salt. Throws
   * TopFileError for one without targets, and StateDataError for one that is no map.
   */
  async top(): Promise<Top> {
    const { opts, log } = this.#parts;
    return mergeTops(await this.#topFiles(), opts, log);
  }

  async #topFiles(): Promise<TopFiles> {
    try {
      return await readTopFiles({ ...this.#parts, available: this.#available });
    } catch (error) {
      if (!isPassedOver(error)) throw error;
      this.#parts.log.error({ reason: error.message }, "A top file does not render");
      return new Map();
    }
  }

  /** The SLS that a top file and the master's `master_tops` give to this minion, by environment. Throws StateDataError. */
  async matches(top: Top): Promise<TopMatches> {
    const { facts, opts, log, masterTops } = this.#parts;
    const parts = { facts, available: this.#available, saltenv: saltenvOf(opts), log };
    const matches = await topMatches(top, parts);
    const areFirst = isTruthy(opts.get("master_tops_first"));
    return withMasterTops(matches, await masterTops(), areFirst);
  }

  /** The states of SLS that are listed by environment, as high data. Throws StateDataError. */
  async collect(matches: ReadonlyMap<string, readonly string[]>): Promise<Collected> {
    return await this.#collector.collect(matches);
  }

  /** The states of a file of this machine, as high data: its path is the name of its SLS. Throws StateDataError. */
  async collectFile(path: string, saltenv: string): Promise<Collected> {
    return await this.#collector.collectFile(path, saltenv);
  }

  /** The names of SLS that were rendered, also of those that have no states. */
  get rendered(): readonly string[] {
    return this.#collector.rendered;
  }

  /** The SLS of all environments. */
  async available(): Promise<ReadonlyMap<string, readonly string[]>> {
    const states = new Map<string, readonly string[]>();
    for (const env of new Set(["base", ...(await this.#available.envs())])) {
      states.set(env, await this.#available.states(env));
    }
    return states;
  }

  /**
   * Makes low chunks of high data, which it changes: `extend`, the form of states, requisites turned round, `exclude`,
   * names, order. Throws StateDataError.
   */
  compileHigh(high: HighData, { orchestrationJid, allErrors = false }: CompileOptions = {}): Compiled {
    const errors = reconcileExtend(high);
    errors.addAll(highFaults(high));
    const isSound = errors.texts.length === 0;
    if (isSound || allErrors) this.#turn(high, errors, isSound);
    applyExclude(high);
    this.#collector.tell(errors);
    const chunks = errors.texts.length > 0 ? [] : compileHighData(high, orchestrationJid);
    return { chunks, errors: errors.texts };
  }

  /** Turns requisites round; in data that is wrong anyway they may be past understanding. */
  #turn(high: HighData, errors: FaultList, isSound: boolean): void {
    try {
      errors.addAll(turnRequisites(high, this.#disabledRequisites()));
    } catch (error) {
      if (isSound || !(error instanceof StateDataError)) throw error;
    }
  }

  /** What is wrong with the form of high data that is not run; the log is told file and line. */
  verify(high: HighData): readonly string[] {
    const errors = highFaults(high);
    this.#collector.tell(errors);
    return errors.texts;
  }

  #disabledRequisites(): ReadonlySet<unknown> {
    const { opts } = this.#parts;
    const disabled = opts.get("disabled_requisites") ?? null;
    return new Set(getList(opts, "disabled_requisites") ?? [disabled]);
  }
}
