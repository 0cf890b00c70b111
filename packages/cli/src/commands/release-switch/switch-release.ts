/**
 * Puts another release into use: the link, a new minion, and the way back when it does not sign in in time.
 */
import { readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "@salt/core";
import type { UpdateRecord, UpdateState } from "@salt/modules";
import { forgetUp, removeOldReleases, updateFolder, versionUp, writeUpdate } from "@salt/modules";

/** What is to be done. */
export interface ReleaseSwitch {
  readonly prefix: string;
  readonly from: string;
  readonly to: string;
  /** Seconds until the new minion must have signed in. */
  readonly deadline: number;
  /** How many releases stay installed once the new minion is up; 0 keeps all. */
  readonly keep: number;
  readonly cachedir: string;
  /** The process that does this. */
  readonly pid: number;
}

/** What it takes. */
export interface SwitchTools {
  /** Ends the running minion and starts the one that `current` points to. Throws SaltError. */
  restart(): Promise<void>;
  /** Waits until the job that ordered this has been answered, for some seconds at most. */
  answered(): Promise<void>;
  /** Waits a moment. */
  pause(): Promise<void>;
  /** Seconds that have passed, from any beginning. */
  now(): number;
}

/** Does it, and writes down how it ended. */
export async function switchRelease(order: ReleaseSwitch, tools: SwitchTools): Promise<UpdateState> {
  const folder = updateFolder(order.cachedir);
  const note = (state: UpdateState, reason = ""): UpdateState => {
    const { from, to, pid } = order;
    const record: UpdateRecord = { from, to, state, reason, pid };
    writeUpdate(folder, record);
    return state;
  };
  note("switching");
  await tools.answered();
  const fault = await put(order, order.to, tools);
  if (fault === undefined) {
    if (order.keep > 0) removeOldReleases(order.prefix, order.keep, [order.from, order.to]);
    return note("updated");
  }
  const worse = await put(order, order.from, tools);
  return worse === undefined ? note("rolled back", fault) : note("failed", `${fault} Then: ${worse}`);
}

/** Puts a version into use; why it is not, or nothing. */
async function put(order: ReleaseSwitch, version: string, tools: SwitchTools): Promise<string | undefined> {
  const folder = updateFolder(order.cachedir);
  try {
    pointTo(order.prefix, version);
    forgetUp(folder);
    await tools.restart();
  } catch (error) {
    return `The minion of ${version} could not be started: ${errorText(error)}`;
  }
  const began = tools.now();
  while (tools.now() - began < order.deadline) {
    if (versionUp(folder) === version) return undefined;
    await tools.pause();
  }
  return `The minion of ${version} did not sign in within ${order.deadline} seconds.`;
}

/** Switches the link in one step: whoever starts a program gets one release or the other, whole. */
function pointTo(prefix: string, version: string): void {
  const link = join(prefix, "current");
  if (readlinkSync(link) === version) return;
  const fresh = join(prefix, "current.new");
  rmSync(fresh, { force: true });
  symlinkSync(version, fresh);
  renameSync(fresh, link);
}
