/**
 * What is known about an update of this minion, in `<cachedir>/update`: `record.json` by those who update, `up` by a
 * minion each time it has signed in.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "@salt/core";

/** How far an update is. */
export type UpdateState = "switching" | "updated" | "rolled back" | "failed";

/** An update, from its start to its end. */
export interface UpdateRecord {
  readonly from: string;
  readonly to: string;
  readonly state: UpdateState;
  /** Why it did not succeed; otherwise empty. */
  readonly reason: string;
  /** The process that switches; whether it lives tells an update at work from one that was cut off. */
  readonly pid: number;
}

const STATES: readonly string[] = ["switching", "updated", "rolled back", "failed"] satisfies UpdateState[];

/** The directory of an update. */
export function updateFolder(cachedir: string): string {
  return join(cachedir, "update");
}

/** The last update's record; undefined when there was none, or none that can be read. */
export function readUpdate(folder: string): UpdateRecord | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(join(folder, "record.json"), "utf8"));
    return isRecord(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the record, in one step. */
export function writeUpdate(folder: string, record: UpdateRecord): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileAtomic(join(folder, "record.json"), `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** The version of the minion that has signed in since `forgetUp`; undefined when none has. */
export function versionUp(folder: string): string | undefined {
  const file = join(folder, "up");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** Forgets which minion has signed in. */
export function forgetUp(folder: string): void {
  rmSync(join(folder, "up"), { force: true });
}

function isRecord(read: unknown): read is UpdateRecord {
  if (typeof read !== "object" || read === null) return false;
  const fields = new Map(Object.entries(read));
  const texts = ["from", "to", "reason"].every((name) => typeof fields.get(name) === "string");
  return texts && STATES.includes(String(fields.get("state"))) && Number.isInteger(fields.get("pid"));
}
