/**
 * What the master keeps of each minion for targeting: its grains and pillar, in the files of the reference.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, FactKey, MinionFacts } from "@salt/core";
import { ensurePrivateBelow, getDict, isMinionId, MalformedError, writeFileAtomic } from "@salt/core";
import { decode, encode } from "@salt/wire";
import { errorCode } from "../errors.js";
import { FactColumns } from "./fact-columns.js";

/** Packed bytes of all minions that stay in memory, unpacked; others are read from their files each time. */
const MEMORY_BYTES = 4 * 1024 * 1024;
/** Larger data of one minion is not kept: no honest grains come near it. */
const MAX_BYTES = 4 * 1024 * 1024;

interface Entry {
  readonly facts: MinionFacts;
  readonly bytes: number;
}

/** Reads and writes cached data of minions. */
export class MinionData {
  readonly #cachedir: string;
  readonly #root: string;
  readonly #entries = new Map<string, Entry>();
  readonly #columns: FactColumns;
  #bytes = 0;

  constructor(cachedir: string) {
    this.#cachedir = cachedir;
    this.#root = join(cachedir, "minions");
    this.#columns = new FactColumns({ ids: () => this.#ids(), facts: (id) => this.facts(id) });
  }

  /** Cached data of a minion as targets read it; empty when there is none. */
  targetFacts(id: string): MinionFacts {
    return this.#columns.of(id);
  }

  /** Makes ready what a target looks at, so that testing it needs no files. */
  prepare(keys: readonly FactKey[]): Promise<void> {
    return keys.length === 0 ? Promise.resolve() : this.#columns.prepare(keys);
  }

  /** The directory of a minion's cached files. Throws MalformedError for what is no minion id. */
  folder(id: string): string {
    if (!isMinionId(id)) throw new MalformedError("a minion id is none");
    return join(this.#root, id);
  }

  /** Makes the directory of a minion. Throws ConfigError. */
  makeFolder(id: string): void {
    ensurePrivateBelow(this.#cachedir, this.folder(id));
  }

  /** Keeps grains and pillar; false when they are too large. */
  save(id: string, grains: Dict, pillar: Dict): boolean {
    const packed = encode(
      new Map([
        ["grains", grains],
        ["pillar", pillar],
      ]),
      "ipc",
    );
    if (packed.length > MAX_BYTES) return false;
    this.#forget(id);
    this.makeFolder(id);
    writeFileAtomic(join(this.folder(id), "data.p"), packed, { mode: 0o600 });
    this.#remember(id, { facts: { id, grains, pillar }, bytes: packed.length });
    this.#columns.update({ id, grains, pillar });
    return true;
  }

  /** Cached data of a minion; undefined when there is none that can be read. */
  facts(id: string): MinionFacts | undefined {
    const entry = this.#entries.get(id);
    if (entry !== undefined) return entry.facts;
    const packed = readIfThere(join(this.folder(id), "data.p"));
    if (packed === undefined) return undefined;
    const facts = unpack(id, packed);
    if (facts !== undefined) this.#remember(id, { facts, bytes: packed.length });
    return facts;
  }

  /** Forgets minions that are not accepted any more; their files go with their keys. */
  keepOnly(accepted: ReadonlySet<string>): void {
    for (const id of this.#entries.keys()) if (!accepted.has(id)) this.#forget(id);
    for (const id of this.#ids()) if (!accepted.has(id)) this.#columns.forget(id);
  }

  #ids(): readonly string[] {
    try {
      return readdirSync(this.#root).filter((name) => isMinionId(name));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  }

  /** Once the memory is full, what is in it stays: targets look at all minions in turn. */
  #remember(id: string, entry: Entry): void {
    if (this.#bytes + entry.bytes > MEMORY_BYTES) return;
    this.#entries.set(id, entry);
    this.#bytes += entry.bytes;
  }

  #forget(id: string): void {
    this.#bytes -= this.#entries.get(id)?.bytes ?? 0;
    this.#entries.delete(id);
  }
}

function unpack(id: string, packed: Buffer): MinionFacts | undefined {
  try {
    const data = decode(packed, { dialect: "ipc" });
    return { id, grains: getDict(data, "grains") ?? new Map(), pillar: getDict(data, "pillar") ?? new Map() };
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
