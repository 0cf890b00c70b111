/**
 * What a minion is to whoever starts it.
 */
import type { Clock, Closable, Dict, Logger, MinionConfig, PluginCatalog } from "@salt/core";

/** What a minion is started with. */
export interface MinionOptions {
  readonly config: MinionConfig;
  /** All options by name, those that no part of this package knows included. */
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  /** The program that job processes run; it calls `runJobWorker`. */
  readonly workerEntry: URL;
  /**
   * Asked when it is closed: whether jobs in processes go on by themselves and leave their answers to the next daemon, as
   * under Salt's `KillMode=process`. They are ended when this is absent.
   */
  readonly leavesJobs?: () => boolean;
  readonly log: Logger;
  readonly clock?: Clock;
}

/** A running minion. */
export interface Minion extends Closable {
  readonly id: string;
  /** Rejects when the minion cannot go on, e.g. because its key was rejected. */
  readonly finished: Promise<void>;
  /** Ends jobs at work or leaves them, sends what can be sent in a moment, and lets go of everything. */
  close(): Promise<void>;
}
