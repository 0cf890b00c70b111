/**
 * What a minion knows of itself: id, options, grains and pillar, with a number that grows when they change.
 */
import type { Dict } from "@salt/core";
import { dict, getDict, isDict } from "@salt/core";
import { decode, encode } from "@salt/wire";

/** The facts of one minion. */
export class FactStore {
  readonly id: string;
  readonly opts: Dict;
  #grains: Dict = new Map();
  #pillar: Dict = new Map();
  #version = 0;

  constructor(id: string, opts: Dict) {
    this.id = id;
    this.opts = new Map(opts).set("id", id);
  }

  get grains(): Dict {
    return this.#grains;
  }

  get pillar(): Dict {
    return this.#pillar;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  setGrains(grains: Dict): void {
    this.#grains = grains;
    this.#version++;
  }

  setPillar(pillar: Dict): void {
    this.#pillar = pillar;
    this.#version++;
  }

  /** Everything as bytes, for job processes. */
  packed(): Uint8Array {
    return encode(dict({ id: this.id, opts: this.opts, grains: this.#grains, pillar: this.#pillar }), "ipc");
  }
}

/** Facts as a job process gets them. */
export interface Facts {
  readonly id: string;
  readonly opts: Dict;
  readonly grains: Dict;
  readonly pillar: Dict;
}

/** Reads packed facts. Throws MalformedError. */
export function unpackFacts(bytes: Uint8Array): Facts {
  const value = decode(bytes, { dialect: "ipc" });
  const id = isDict(value) ? value.get("id") : undefined;
  const part = (name: string): Dict => getDict(value, name) ?? new Map();
  return {
    id: typeof id === "string" ? id : "",
    opts: part("opts"),
    grains: part("grains"),
    pillar: part("pillar"),
  };
}

/** The directory of the configuration, where `minion_id` and `grains` lie. */
export function configDirOf(opts: Dict): string {
  const file = opts.get("conf_file");
  return typeof file === "string" && file.includes("/")
    ? file.slice(0, file.lastIndexOf("/")) || "/"
    : "/etc/salt";
}
