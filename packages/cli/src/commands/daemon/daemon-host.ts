/**
 * What a daemon asks of the process it runs in; made by the bins, so that the rest can be tested.
 */

/** The process of a daemon. */
export interface DaemonHost {
  /** Whether this process was started by `detach`. */
  readonly isDetached: boolean;
  readonly pid: number;
  /** Starts this program again in the background, waits until it is ready or has failed; the exit status. */
  detach(): Promise<number>;
  /** Tells the waiting foreground process that all is well, and lets go of it. */
  reportReady(): void;
  /** Leaves the working directory, so that it can be unmounted, and takes the usual file mask. */
  settle(): void;
  /** Takes on another account; `directories` are made and handed over to it first. Throws SaltError. */
  becomeAccount(name: string, directories: readonly string[]): Promise<void>;
  /** Calls back on SIGHUP. */
  onHangup(callback: () => void): void;
  /** Calls back before the process ends by an error that nobody caught. */
  onCrash(callback: (error: Error) => void): void;
}
