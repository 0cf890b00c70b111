/**
 * The minion that an update restarts: by systemd where it is a service, and otherwise by its pid file and `-d`.
 */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { SaltError } from "@salt/core";
import { DETACHED_MARK } from "../daemon/detached-mark.js";

const SERVICE = "salt-minion.service";
/** How long the old minion may take to end, and the new one to start, in ms. */
const STEP_MS = 60_000;
const LOOK_MS = 100;

/** Where the minion is found, and what starts it. */
export interface MinionPlace {
  readonly prefix: string;
  readonly pidfile: string;
  /** The configuration file. */
  readonly config: string;
}

/** How the minion that runs was started; to be asked before it is ended. Throws SaltError when nobody would start it. */
export async function minionRestarter(place: MinionPlace): Promise<() => Promise<void>> {
  const pid = pidIn(place.pidfile);
  if (pid === undefined) throw new SaltError("NO_MINION", `No minion runs by ${place.pidfile}.`);
  if (await isService(pid)) return restartService;
  const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  if (!environment.includes(`${DETACHED_MARK}=1`)) {
    throw new SaltError(
      "NO_RESTART",
      "The minion is neither a service of systemd nor was it started with -d.",
    );
  }
  return async () => {
    await end(pidIn(place.pidfile));
    const words = place.config === "" ? ["-d"] : ["-d", "-c", dirname(place.config)];
    await run(join(place.prefix, "current", "bin", "salt-minion"), words);
  };
}

/** A new minion that failed at once, several times, must not keep systemd from starting the old one. */
async function restartService(): Promise<void> {
  await run("systemctl", ["reset-failed", SERVICE]);
  await run("systemctl", ["restart", SERVICE]);
}

async function isService(pid: number): Promise<boolean> {
  if (!existsSync("/run/systemd/system")) return false;
  const asked = await promisify(execFile)("systemctl", ["show", "--property=MainPID", SERVICE], {
    timeout: STEP_MS,
  });
  return asked.stdout.trim() === `MainPID=${pid}`;
}

/** Ends a process, and waits until it is gone. */
async function end(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  for (let waited = 0; existsSync(`/proc/${pid}`); waited += LOOK_MS) {
    if (waited >= STEP_MS) throw new SaltError("STILL_THERE", `The minion, process ${pid}, does not end.`);
    await moment();
  }
}

async function run(program: string, words: readonly string[]): Promise<void> {
  await promisify(execFile)(program, [...words], { timeout: STEP_MS });
}

/** Waits for a tenth of a second. */
export async function moment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

/** Waits until a job is not at work any more, for half a minute at most. */
export async function untilAnswered(cachedir: string, jid: string): Promise<void> {
  for (let waited = 0; jid !== "" && waited < STEP_MS / 2; waited += LOOK_MS) {
    if (!existsSync(join(cachedir, "proc", jid))) return;
    await moment();
  }
}

/** The process of a pid file that lives; undefined when there is none. */
function pidIn(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").trim());
  return Number.isInteger(pid) && pid > 1 && existsSync(`/proc/${pid}`) ? pid : undefined;
}
