/**
 * `--enable-profiling`: what a command spent its time on, in a file that Chrome's developer tools read.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "./command-error.js";
import type { Settings } from "./settings.js";

/** A run to be measured. */
export interface ProfiledRun {
  /** The program's name, which the file is named after. */
  readonly program: string;
  readonly settings: Settings;
  /** Tells where the profile is. */
  readonly tell: (text: string) => void;
}

/**
 * Runs a command and, if asked to, writes its CPU profile below `--profiling-path`. Threads and processes that
 * the command starts are not in it. Throws CommandError when only a path was given.
 */
export async function profiled(request: ProfiledRun, run: () => Promise<number>): Promise<number> {
  const { settings } = request;
  if (settings.isGiven("profiling_enabled")) return await measured(request, run);
  if (!settings.isGiven("profiling_path")) return await run();
  throw new CommandError("--profiling-path says where profiles go: --enable-profiling makes one");
}

async function measured(request: ProfiledRun, run: () => Promise<number>): Promise<number> {
  const { Session } = await import("node:inspector/promises");
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.start");
    const status = await run();
    const { profile } = await session.post("Profiler.stop");
    request.tell(`The profile is in ${write(request, JSON.stringify(profile))}`);
    return status;
  } finally {
    session.disconnect();
  }
}

/** The directory may be one that others write to: the file must be new. */
function write({ program, settings }: ProfiledRun, text: string): string {
  const dir = settings.text("profiling_path") ?? "/tmp/stats";
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, `${program}-${new Date().toISOString().replaceAll(":", "")}.cpuprofile`);
  writeFileSync(file, text, { flag: "wx", mode: 0o600 });
  return file;
}
