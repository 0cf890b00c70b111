/**
 * What a pillar is compiled from, and where.
 */
import type { Dict, ExecutionContext, GitWish, Logger } from "@salt/core";

/** Whose pillar is wanted. */
export interface PillarRequest {
  /** The minion's id. On a master it is that of the session, never one that a load claims. */
  readonly id: string;
  /** What the minion says of itself; it decides nothing but what its own top file entries and templates see. */
  readonly grains: Dict;
  /** The configuration of the program that compiles: Salt's `__opts__`. */
  readonly opts: Dict;
  readonly saltenv?: string | undefined;
  /** One environment of the pillar; all of them unless given. */
  readonly pillarenv?: string | undefined;
  /** Laid over everything: `pillar=` of the command line. */
  readonly override?: Dict | undefined;
  /** One external source that the minion asks for; only those of `on_demand_ext_pillar` are heard. */
  readonly ext?: Dict | undefined;
  /** Options that the minion passes to external sources. */
  readonly extraMinionData?: Dict | undefined;
  /** The pillar as templates and `I@` targets see it while it is compiled: what was compiled last, if anything. */
  readonly before?: Dict | undefined;
}

/** A view of one minion in which functions and templates run. */
export interface MinionView {
  readonly id: string;
  readonly opts: Dict;
  readonly grains: Dict;
  readonly pillar: Dict;
}

/** Where functions run that templates call. */
export interface PillarSurroundings {
  readonly context: (view: MinionView) => ExecutionContext;
  /** Checks out a ref of a git repository, for pillars that are kept in git. */
  readonly checkOut: (wish: GitWish) => Promise<string | undefined>;
  /** Compiled templates, kept for all pillars of a process; whoever gives it clears it when plugins change. */
  readonly templates?: Map<string, unknown>;
  readonly log: Logger;
}
