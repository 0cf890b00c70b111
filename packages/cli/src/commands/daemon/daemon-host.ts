/**
 * What a daemon asks of the process it runs in; made by the bins, so that the rest can be tested.
 */
import type { ServiceManager } from "./service-manager.js";

/** What a daemon's account must be able to write. */
export interface DaemonPlaces {
  readonly directories: readonly string[];
  /** Empty, or an address, when there is none. */
  readonly logFile: string;
}

/** The process of a daemon. */
export interface DaemonHost {
  /** Whether this process was started by `detach`. */
  readonly isDetached: boolean;
  readonly pid: number;
  /** Who started it as a service. */
  readonly serviceManager: ServiceManager;
  /** Starts this program again in the background, waits until it is ready or has failed; the exit status. */
  detach(): Promise<number>;
  /** Tells the waiting foreground process that all is well, and lets go of it. */
  reportReady(): void;
  /** Sees to it that nobody else may write what the daemon makes, also when it was started with a lax file mask. */
  narrowMask(): void;
  /** Leaves the working directory, so that it can be unmounted, and takes the usual file mask. */
  settle(): void;
  /** Takes on another account; its places are made and handed over to it first. Throws SaltError. */
  becomeAccount(name: string, places: DaemonPlaces): Promise<void>;
  /** Whether SIGTERM has told this process to end, as service managers do and a terminal does not. */
  wasTerminated(): boolean;
  /** Calls back on SIGHUP. */
  onHangup(callback: () => void): void;
  /** Calls back before the process ends by an error that nobody caught. */
  onCrash(callback: (error: Error) => void): void;
}
