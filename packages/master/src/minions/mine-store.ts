/**
 * The mine: values that minions leave with the master for others, in the files of the reference.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isTruthy, MalformedError, writeFileAtomic } from "@salt/core";
import { decode, encode } from "@salt/wire";
import { errorCode } from "../errors.js";
import type { MinionData } from "./minion-data.js";

/** What one minion may leave. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Reads and writes mines, each by its owner's id. */
export class MineStore {
  readonly #data: MinionData;

  constructor(data: MinionData) {
    this.#data = data;
  }

  /** Adds values, or replaces everything; false when that is too much. */
  put(id: string, values: Dict, replace: boolean): boolean {
    const mine: MutableDict = replace ? new Map() : new Map(this.all(id));
    for (const [fun, value] of values) mine.set(fun, value);
    const packed = encode(mine, "ipc");
    if (packed.length > MAX_BYTES) return false;
    this.#data.makeFolder(id);
    writeFileAtomic(this.#path(id), packed, { mode: 0o600 });
    return true;
  }

  /** Everything a minion has left. */
  all(id: string): Dict {
    try {
      const mine = decode(readFileSync(this.#path(id)), { dialect: "ipc" });
      return isDict(mine) ? mine : new Map();
    } catch (error) {
      if (error instanceof MalformedError || errorCode(error) === "ENOENT") return new Map();
      throw error;
    }
  }

  /** Removes one value; false when there was no mine. */
  remove(id: string, fun: string): boolean {
    const mine = new Map(this.all(id));
    if (!mine.delete(fun)) return isTruthy(mine);
    return this.put(id, mine, true);
  }

  /** Removes everything a minion has left. */
  clear(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#data.folder(id), "mine.p");
  }
}

/** A value as its owner left it: with or without a list of who may read it. */
export interface MineItem {
  readonly value: Value;
  /** Target of those who may read it; undefined lets everyone. */
  readonly allowed: { readonly tgt: Value; readonly tgtType: string } | undefined;
}

/** Reads an item's wrapping, if it has one. */
export function readMineItem(stored: Value): MineItem {
  if (!isDict(stored) || !stored.has("__saltmine_acl__")) return { value: stored, allowed: undefined };
  const value = stored.get("__data__") ?? null;
  const tgt = stored.get("allow_tgt");
  if (!isTruthy(tgt) || tgt === undefined) return { value, allowed: undefined };
  const tgtType = stored.get("allow_tgt_type");
  return { value, allowed: { tgt, tgtType: typeof tgtType === "string" ? tgtType : "glob" } };
}
