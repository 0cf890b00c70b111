/**
 * What targets are tested against.
 */
import type { Dict } from "../base/value.js";

/** A minion as targets see it. */
export interface MinionFacts {
  readonly id: string;
  readonly grains: Dict;
  readonly pillar: Dict;
  /** Nodegroups of this side's own configuration, for `N@` in compound targets. */
  readonly nodegroups?: Dict;
}
