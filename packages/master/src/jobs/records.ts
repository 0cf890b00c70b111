/**
 * Jobs and returns as the job cache takes them.
 */
import type { Dict, Value } from "@salt/core";

/** A job that is about to be sent. */
export interface NewJob {
  readonly jid: string;
  /** The publish request without credentials. */
  readonly load: Dict;
  /** Ids it is expected to reach. */
  readonly minions: readonly string[];
  /** Keeps no returns. */
  readonly nocache: boolean;
  /** Kept in the reference's file layout too, for commands of the reference. */
  readonly mirrored: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What decides about returns of a job. */
export interface KnownJob {
  readonly jid: string;
  readonly minions: ReadonlySet<string>;
  readonly nocache: boolean;
  readonly mirrored: boolean;
}

/** A return that is about to be stored. */
export interface NewReturn {
  readonly jid: string;
  readonly id: string;
  readonly return: Value;
  readonly retcode: Value;
  readonly success: Value;
  readonly out: string | undefined;
}
