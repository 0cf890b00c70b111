/**
 * The life of a daemon: into the background, its account, pid file, log, work, and a clean end.
 */
import type { Closable, Logger, LogHandle, MasterConfig, OptionTable } from "@salt/core";
import { errorText, SaltError, Scope } from "@salt/core";
import type { Terminal } from "../../print/terminal.js";
import type { Configuration } from "../configuration.js";
import type { DaemonHost } from "./daemon-host.js";
import { openDaemonLog } from "./daemon-log.js";
import { claimPidFile } from "./pid-file.js";

/** Options that every daemon has. */
export type DaemonConfig = Pick<
  MasterConfig,
  | "user"
  | "pki_dir"
  | "cachedir"
  | "sock_dir"
  | "pidfile"
  | "log_file"
  | "log_level"
  | "log_level_logfile"
  | "log_format"
>;

/** A daemon at work; `finished` ends when it gives up by itself. */
export interface RunningDaemon extends Closable {
  readonly finished?: Promise<void>;
}

/** A daemon that can be started. */
export interface Daemon {
  /** The program's name. */
  readonly program: string;
  readonly config: DaemonConfig;
  readonly loaded: Pick<Configuration<OptionTable>, "warnings" | "origin" | "file">;
  /** Whether `-d` was given. */
  readonly inBackground: boolean;
  start(log: Logger): Promise<RunningDaemon>;
}

/** How long `-d` waits for a daemon that is neither up nor failed, e.g. one that waits for its master. */
const READY_MS = 3000;
/** How long a daemon may take to finish what it has accepted. */
const STOP_MS = 15_000;
const EXIT_SLOW_STOP = 1;

/** Runs a daemon until it is told to stop; the exit status. Throws what keeps it from starting. */
export async function runDaemon(daemon: Daemon, terminal: Terminal, host: DaemonHost): Promise<number> {
  if (daemon.inBackground && !host.isDetached) return await host.detach();
  host.narrowMask();
  const { config, program } = daemon;
  const scope = new Scope();
  try {
    scope.use(claimPidFile(config.pidfile, program, host.pid));
    await takeAccount(daemon, host);
    const handle = scope.use(openDaemonLog(config, terminal, host.isDetached));
    for (const warning of daemon.loaded.warnings) handle.log.warn({ file: daemon.loaded.file }, warning);
    if (host.isDetached) host.settle();
    watchProcess(host, handle);
    return await work(daemon, terminal, host, handle.log);
  } finally {
    await scope.close();
  }
}

/** Only a configured account is taken on: without one a daemon runs as whoever started it. */
async function takeAccount({ config, loaded }: Daemon, host: DaemonHost): Promise<void> {
  if (loaded.origin("user") === undefined) return;
  const directories = [config.pki_dir, config.cachedir, config.sock_dir];
  await host.becomeAccount(config.user, { directories, logFile: config.log_file });
}

function watchProcess(host: DaemonHost, handle: LogHandle): void {
  host.onHangup(() => {
    handle.reopen();
    handle.log.info({}, "The log file was opened anew");
  });
  host.onCrash((error) =>
    handle.log.fatal({ err: error.message, stack: error.stack }, "The daemon ends by an error"),
  );
}

async function work(daemon: Daemon, terminal: Terminal, host: DaemonHost, log: Logger): Promise<number> {
  const starting = daemon.start(log);
  const ready = setTimeout(() => host.reportReady(), READY_MS);
  try {
    const running = await untilAborted(starting, terminal.signal);
    if (running === undefined) return await stop(starting, log);
    host.reportReady();
    void host.serviceManager.tell("ready", log);
    return await untilFinished(running, terminal, host, log);
  } catch (error) {
    const hint = error instanceof SaltError ? error.hint : undefined;
    if (host.isDetached) log.fatal({ err: errorText(error), hint }, "The daemon cannot go on");
    throw error;
  } finally {
    clearTimeout(ready);
  }
}

/** A daemon that gave up, also by an error, is closed like one that was told to stop. */
async function untilFinished(
  running: RunningDaemon,
  terminal: Terminal,
  host: DaemonHost,
  log: Logger,
): Promise<number> {
  let status = 0;
  try {
    await untilAborted(running.finished ?? forever(), terminal.signal);
  } finally {
    void host.serviceManager.tell("stopping", log);
    status = await stop(Promise.resolve(running), log);
  }
  return status;
}

/** The outcome of a promise, or undefined when the signal comes first. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let onAbort = (): void => {};
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Also a daemon that was still starting is closed, when it gets there in time. */
async function stop(starting: Promise<RunningDaemon>, log: Logger): Promise<number> {
  log.info({}, "Stopping");
  const closed = starting.then((running) => running.close()).then(() => true);
  const slow = AbortSignal.timeout(STOP_MS);
  if ((await untilAborted(closed, slow)) === true) return 0;
  log.error({ ms: STOP_MS }, "Something did not stop in time and is cut off");
  return EXIT_SLOW_STOP;
}

function forever(): Promise<never> {
  return new Promise(() => {});
}
