/**
 * Tokens: files below `cachedir/tokens` in Salt's own form, one for each, named as the token.
 */
import { createHash, randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Dict, Logger, MasterConfig, Value } from "@salt/core";
import {
  ensurePrivateDir,
  errorText,
  float,
  getString,
  isDict,
  isFloat,
  isInt,
  isList,
  MalformedError,
  writeFileAtomic,
} from "@salt/core";
import { decode, encode } from "@salt/wire";
import { errorCode } from "../errors.js";

/** What a token stands for. */
export interface Token {
  readonly name: string;
  readonly eauth: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly expire: number;
  readonly groups: readonly string[];
  /** The user's rules of the moment it was made, when they are kept. */
  readonly rules: readonly Value[] | undefined;
}

/** The options of tokens. */
export type TokenConfig = Pick<MasterConfig, "cachedir" | "hash_type">;

/** Names are digests in hexadecimal, so none leads out of the directory. */
const NAME = /^[0-9a-f]{32,128}$/;
const RANDOM_BYTES = 512;
const MAX_BYTES = 1024 * 1024;

/** Whether a text can be the name of a token. */
function isTokenName(text: string): boolean {
  return NAME.test(text);
}

/** Makes, finds and removes tokens. */
export class TokenStore {
  readonly #dir: string;
  readonly #hashType: string;
  readonly #clock: Clock;
  readonly #log: Logger;

  constructor(config: TokenConfig, clock: Clock, log: Logger) {
    this.#dir = join(config.cachedir, "tokens");
    this.#hashType = config.hash_type;
    this.#clock = clock;
    this.#log = log;
  }

  /** Keeps a new token; its data as clients get them. Throws the system's error. */
  make(token: Token): Dict {
    ensurePrivateDir(this.#dir);
    const name = createHash(this.#hashType).update(randomBytes(RANDOM_BYTES)).digest("hex");
    const data = tokenData(name, token);
    writeFileAtomic(join(this.#dir, name), encode(data), { mode: 0o600 });
    return data;
  }

  /** The data of a token as clients get them; undefined when it is unknown or too old, and then it is removed. */
  data(name: string): Dict | undefined {
    if (!isTokenName(name)) return undefined;
    const data = this.#read(name);
    if (data === undefined) return undefined;
    if (milliseconds(data.get("expire")) >= this.#clock.now()) return data;
    this.remove(name);
    return undefined;
  }

  /** What a token stands for; undefined as `data`. */
  find(name: string): Token | undefined {
    const data = this.data(name);
    const user = getString(data, "name");
    const eauth = getString(data, "eauth");
    if (data === undefined || user === undefined || eauth === undefined) return undefined;
    const groups = data.get("groups");
    const rules = data.get("auth_list");
    return {
      name: user,
      eauth,
      start: milliseconds(data.get("start")),
      expire: milliseconds(data.get("expire")),
      groups: isList(groups) ? groups.filter((group) => typeof group === "string") : [],
      rules: isList(rules) ? rules : undefined,
    };
  }

  /** Removes a token; whether there was one. */
  remove(name: string): boolean {
    if (!isTokenName(name)) return false;
    const path = join(this.#dir, name);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    rmSync(path, { force: true });
    return true;
  }

  /** Removes tokens that are too old or broken. */
  prune(): void {
    for (const name of this.#names()) this.data(name);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#dir).filter(isTokenName);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  }

  #read(name: string): Dict | undefined {
    const path = join(this.#dir, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    try {
      const data = found.isFile() && found.size <= MAX_BYTES ? decode(readFileSync(path)) : null;
      if (isDict(data)) return data;
    } catch (error) {
      // A disk that fails for a moment must not cost anybody a token.
      if (!(error instanceof MalformedError)) throw error;
      this.#log.warn({ error: errorText(error) }, "A token cannot be read and is removed");
    }
    this.remove(name);
    return undefined;
  }
}

function tokenData(name: string, token: Token): Dict {
  const data = new Map<Value, Value>([
    ["start", float(token.start / 1000)],
    ["expire", float(token.expire / 1000)],
    ["name", token.name],
    ["eauth", token.eauth],
  ]);
  if (token.rules !== undefined) data.set("auth_list", token.rules);
  if (token.groups.length > 0) data.set("groups", token.groups);
  return data.set("token", name);
}

function milliseconds(value: Value | undefined): number {
  return isInt(value) || isFloat(value) ? Number(value) * 1000 : 0;
}
