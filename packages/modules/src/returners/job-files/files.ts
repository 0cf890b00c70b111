/**
 * The files of the job cache `job_files`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Dict, JobReader, JobToKeep, StoredJob, StoredReturn, Value } from "@salt/core";
import {
  dict,
  ensurePrivateDir,
  get,
  getDict,
  getList,
  getString,
  isDict,
  isJid,
  isMinionId,
  jidTime,
  MalformedError,
  parseJson,
  toJson,
  writeFileAtomic,
} from "@salt/core";

/** Reads and writes the files below a directory. */
export class JobFiles implements JobReader {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Writes a job, or again with more minions. */
  async addJob({ jid, load, minions }: JobToKeep): Promise<void> {
    const folder = this.#folder(jid);
    ensurePrivateDir(folder);
    const text = toJson(dict({ jid, load, minions: [...minions] }), { indent: 2 });
    writeFileAtomic(join(folder, "job.json"), `${text}\n`, { mode: 0o600 });
  }

  /** Writes a return; the last one of a minion counts. */
  async addReturn(jid: string, id: string, ret: Dict): Promise<void> {
    const folder = join(this.#folder(jid), "returns");
    ensurePrivateDir(folder);
    writeFileAtomic(join(folder, `${id}.json`), `${toJson(ret, { indent: 2 })}\n`, { mode: 0o600 });
  }

  /** Removes jobs that began before a time, in milliseconds. */
  async prune(before: number): Promise<void> {
    for (const jid of this.#jids()) {
      if (jidTime(jid) < before) await rm(this.#folder(jid), { recursive: true, force: true });
    }
  }

  job(jid: string): StoredJob | undefined {
    if (!isJid(jid)) return undefined;
    const kept = readDict(join(this.#folder(jid), "job.json"));
    if (kept === undefined) return undefined;
    const minions = (getList(kept, "minions") ?? []).filter((id) => typeof id === "string");
    return { jid, load: getDict(kept, "load") ?? new Map<Value, Value>(), minions };
  }

  returns(jid: string): readonly StoredReturn[] {
    if (!isJid(jid)) return [];
    const folder = join(this.#folder(jid), "returns");
    const ids = namesIn(folder).flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : []));
    return ids.filter(isMinionId).flatMap((id) => {
      const ret = readDict(join(folder, `${id}.json`));
      return ret === undefined ? [] : [storedReturn(id, ret)];
    });
  }

  *jobs(): Generator<StoredJob> {
    for (const jid of this.#jids()) {
      const job = this.job(jid);
      if (job !== undefined) yield job;
    }
  }

  #jids(): readonly string[] {
    return namesIn(this.#root).filter(isJid);
  }

  #folder(jid: string): string {
    if (!isJid(jid)) throw new MalformedError(`${JSON.stringify(jid)} is no job id`);
    return join(this.#root, jid);
  }
}

function storedReturn(id: string, ret: Dict): StoredReturn {
  const field = (name: string): Value => get(ret, name) ?? null;
  const parts = { return: field("return"), retcode: field("retcode"), success: field("success") };
  return { id, ...parts, out: getString(ret, "out") };
}

/** A half-written or foreign file is not there. */
function readDict(path: string): Dict | undefined {
  try {
    const value = parseJson(readFileSync(path, "utf8"));
    return isDict(value) ? value : undefined;
  } catch (error) {
    if (error instanceof MalformedError || isAbsent(error)) return undefined;
    throw error;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
