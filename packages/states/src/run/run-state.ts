/**
 * What all chunks of a state run share.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { getString, isList } from "@salt/core";
import { changedContext, withOption } from "./call-context.js";
import type { ChunkIndex } from "./chunk-index.js";
import type { Low } from "./low.js";
import { StateFunctions } from "./state-functions.js";

/** What a run needs. */
export interface RunParts {
  /** The options stand in it: `test`, `failhard`, `state_aggregate` and the others. */
  readonly context: ExecutionContext;
  /** Job id for events and pauses; undefined for runs that nobody can follow. */
  readonly jid?: string;
  /** True to validate and order everything, and call no state function. */
  readonly mocked?: boolean;
  /** Which chunks to run, with what they require; all, and then the listeners, unless given. */
  readonly only?: (chunk: Dict) => boolean;
  /** SLS files that were read, also those without states: requisites on them are met. */
  readonly processedSls?: readonly string[];
  /** Collects the grains anew, for `reload_grains`. */
  readonly freshGrains?: () => Promise<Dict>;
  /** Compiles the pillar anew, for `reload_pillar`. */
  readonly freshPillar?: () => Promise<Dict>;
}

/** One going through chunks: the run itself, and later the one for listeners. */
export interface Pass {
  readonly chunks: readonly Low[];
  readonly running: Map<string, MutableDict>;
  readonly index: ChunkIndex;
  /** States that run in parallel, by tag. */
  readonly parallel: Map<string, Promise<void>>;
  /** Set when a state with `failhard` failed: no further one is begun. */
  stopped: boolean;
}

/** The state of a run. */
export class RunState {
  readonly parts: RunParts;
  readonly states: StateFunctions;
  /** Results of trials that were made because of `prereq`. */
  readonly pre = new Map<string, MutableDict>();
  /** Tags of chunks that have begun: a requisite on one of them goes in a circle. */
  readonly active = new Set<string>();
  /** State modules whose `mod_init` is done. */
  readonly initialized = new Set<string>();
  #context: ExecutionContext;
  #trial: ExecutionContext | undefined;
  #number = 0;

  constructor(parts: RunParts) {
    this.parts = parts;
    this.#context = changedContext(parts.context, {});
    this.states = new StateFunctions(parts.context.ofKind("state"));
  }

  /** The context of the run. */
  get context(): ExecutionContext {
    return this.#context;
  }

  /** The same with `test` switched on. */
  get trialContext(): ExecutionContext {
    this.#trial ??= changedContext(this.#context, { opts: withOption(this.#context.opts, "test", true) });
    return this.#trial;
  }

  get opts(): Dict {
    return this.#context.opts;
  }

  /** The number that `nextNumber` will give. */
  get comingNumber(): number {
    return this.#number;
  }

  /** Salt's `__run_num__`: how many numbers were given before. */
  nextNumber(): number {
    return this.#number++;
  }

  /** Goes on with new grains or a new pillar. */
  change(changes: { readonly grains?: Dict; readonly pillar?: Dict }): void {
    this.#context = changedContext(this.#context, changes);
    this.#trial = undefined;
  }

  /** Requisites that the option `disabled_requisites` switches off. */
  get disabledRequisites(): readonly Value[] {
    const one = getString(this.opts, "disabled_requisites");
    const listed = this.opts.get("disabled_requisites");
    return one === undefined ? (isList(listed) ? listed : []) : [one];
  }
}
