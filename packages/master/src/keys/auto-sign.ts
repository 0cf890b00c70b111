/**
 * Keys that need no operator: which are accepted at once, and which rejected.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Dict, MasterConfig } from "@salt/core";
import { isMinionId } from "@salt/core";
import type { LogLimiter } from "../log-limiter.js";
import type { FileTrust } from "./sign-list.js";
import { isTrusted, readTrusted, SignList } from "./sign-list.js";

/** The options that decide without an operator. */
export type AutoSignConfig = Pick<
  MasterConfig,
  | "pki_dir"
  | "auto_accept"
  | "autosign_file"
  | "autoreject_file"
  | "autosign_grains_dir"
  | "autosign_timeout"
  | "permissive_pki_access"
>;

/** Decides by the configuration's files. */
export class AutoSign {
  readonly #config: AutoSignConfig;
  readonly #clock: Clock;
  readonly #log: LogLimiter;
  readonly #trust: FileTrust;
  readonly #signed: SignList | undefined;
  readonly #rejected: SignList | undefined;

  constructor(config: AutoSignConfig, log: LogLimiter, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
    this.#log = log;
    this.#trust = { groupMayWrite: config.permissive_pki_access };
    const list = (path: string | null): SignList | undefined =>
      path === null ? undefined : new SignList(path, this.#trust, log, clock);
    this.#signed = list(config.autosign_file);
    this.#rejected = list(config.autoreject_file);
  }

  /** Whether a key is rejected at once; this wins over accepting it. */
  rejects(id: string): boolean {
    return this.#rejected?.matches(id) ?? false;
  }

  /** Whether a key is accepted at once. Uses up the id's file in `minions_autosign`. */
  accepts(id: string, grains: Dict): boolean {
    if (this.#config.auto_accept || this.#signed?.matches(id) === true) return true;
    return this.#takeStub(id) || this.#grainsMatch(grains);
  }

  #takeStub(id: string): boolean {
    if (!isMinionId(id)) return false;
    const path = join(this.#config.pki_dir, "minions_autosign", id);
    const stub = statSync(path, { throwIfNoEntry: false });
    if (stub === undefined || !stub.isFile()) return false;
    if (!isTrusted(stub.mode, this.#trust)) {
      this.#log.warn({ path }, "A file of autosign is ignored: others may write to it");
      return false;
    }
    const minutes = (this.#clock.now() - stub.mtimeMs) / 60_000;
    rmSync(path, { force: true });
    return this.#config.autosign_timeout <= 0 || minutes <= this.#config.autosign_timeout;
  }

  #grainsMatch(grains: Dict): boolean {
    const folder = this.#config.autosign_grains_dir;
    if (folder === null || grains.size === 0 || statSync(folder, { throwIfNoEntry: false }) === undefined) {
      return false;
    }
    return readdirSync(folder).some((name) => {
      const value = grains.get(name);
      if (typeof value !== "string" || value === "") return false;
      return readTrusted(join(folder, name), this.#trust, this.#log)?.includes(value) ?? false;
    });
  }
}
