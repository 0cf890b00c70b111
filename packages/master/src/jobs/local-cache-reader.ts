/**
 * Reading the reference's own job cache.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobReader, StoredJob, StoredReturn, Value } from "@salt/core";
import { get, getString, isDict, isJid, isList, isMinionId, MalformedError } from "@salt/core";
import { decode } from "@salt/wire";
import { errorCode } from "../errors.js";
import { jobDirectory, localCacheRoot, namesIn } from "./local-cache.js";

/** Reads jobs in the reference's layout. */
export class LocalCacheReader implements JobReader {
  readonly #root: string;
  readonly #hashType: string;

  constructor(cachedir: string, hashType: string) {
    this.#root = localCacheRoot(cachedir);
    this.#hashType = hashType;
  }

  job(jid: string): StoredJob | undefined {
    if (!isJid(jid)) return undefined;
    const folder = jobDirectory(this.#root, jid, this.#hashType);
    const load = readPacked(join(folder, ".load.p"));
    if (!isDict(load)) return undefined;
    return { jid, load, minions: minionsIn(folder) };
  }

  returns(jid: string): readonly StoredReturn[] {
    if (!isJid(jid)) return [];
    const folder = jobDirectory(this.#root, jid, this.#hashType);
    const ids = namesIn(folder).filter(isMinionId).sort();
    return ids.flatMap((id) => {
      const content = readPacked(join(folder, id, "return.p"));
      if (content === undefined) return [];
      const out = readPacked(join(folder, id, "out.p"));
      return [storedReturn(id, content, typeof out === "string" ? out : undefined)];
    });
  }

  *jobs(): Generator<StoredJob> {
    const jids = namesIn(this.#root).flatMap((outer) => {
      const folder = join(this.#root, outer);
      return namesIn(folder).flatMap((inner) => readText(join(folder, inner, "jid")) ?? []);
    });
    for (const jid of jids.sort()) {
      const job = this.job(jid);
      if (job !== undefined) yield job;
    }
  }
}

/** Old releases stored the bare return. */
function storedReturn(id: string, content: Value, out: string | undefined): StoredReturn {
  if (!isDict(content) || !content.has("return")) {
    return { id, return: content, retcode: null, success: null, out };
  }
  const field = (name: string): Value => get(content, name) ?? null;
  return {
    id,
    return: field("return"),
    retcode: field("retcode"),
    success: field("success"),
    out: getString(content, "out") ?? out,
  };
}

/** The expected ids: the master's own list and those of syndics. */
function minionsIn(folder: string): readonly string[] {
  const files = namesIn(folder).filter((name) => name.startsWith(".minions.") && name.endsWith("p"));
  const ids = files.flatMap((name) => {
    const list = readPacked(join(folder, name));
    return isList(list) ? list.filter((id) => typeof id === "string") : [];
  });
  return [...new Set(ids)].sort();
}

function readPacked(path: string): Value | undefined {
  try {
    return decode(readFileSync(path), { dialect: "ipc" });
  } catch (cause) {
    if (cause instanceof MalformedError || isAbsent(cause)) return undefined;
    throw cause;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw cause;
  }
}

function isAbsent(cause: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EISDIR"].includes(errorCode(cause));
}
