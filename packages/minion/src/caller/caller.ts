/**
 * What a caller is to whoever opens it.
 */
import type {
  Clock,
  Closable,
  Dict,
  Logger,
  MasterHere,
  MinionConfig,
  PluginCatalog,
  Value,
} from "@salt/core";

/** What a caller is opened with. */
export interface CallerOptions {
  readonly config: MinionConfig;
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  /** A master on this machine, for functions that work through it. */
  readonly masterHere?: MasterHere;
  /** Shows a line at once, before the answer. */
  readonly print?: (line: string) => void;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** What a call gave. */
export interface CallOutcome {
  readonly return: Value;
  readonly retcode: number;
  readonly out: string | undefined;
}

/** Calls functions as this minion. */
export interface Caller extends Closable {
  readonly id: string;
  /**
   * Calls a function and, with a master, tells it the outcome unless `quietly`. Throws what the function throws.
   */
  call(fun: string, args: readonly Value[], how?: CallManner): Promise<CallOutcome>;
  grains(): Promise<Dict>;
}

/** How a call is told. */
export interface CallManner {
  /** Tells neither the master nor returners. */
  readonly quietly?: boolean;
  /** The arguments as they were typed, which `fun_args` of the return then has, as in Salt. */
  readonly words?: readonly string[];
}
