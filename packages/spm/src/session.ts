/**
 * What the commands of one run share: record, files, repositories and the lock.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Clock, Logger, SpmConfig } from "@salt/core";
import { Scope, systemClock } from "@salt/core";
import type { ArchiveLimits } from "./archive/members.js";
import type { PackageFile } from "./archive/package-file.js";
import { readPackageFile } from "./archive/package-file.js";
import { SpmError } from "./errors.js";
import type { HookRunner } from "./hook-runs.js";
import type { Identity } from "./installation.js";
import { loadPkgDb, loadPkgFiles } from "./providers/load-provider.js";
import { RepositoryCatalog } from "./repository/catalog.js";
import { Transport } from "./repository/transport.js";
import { Journal } from "./transaction/journal.js";
import { takeLock } from "./transaction/lock.js";
import type { TransactionParts } from "./transaction/transaction.js";
import { recover } from "./transaction/transaction.js";

/** Whom spm talks to. */
export interface SpmUser {
  /** Something that was asked for, or that happened. */
  tell(text: string): void;
  /** Something that is worth knowing and stops nothing. */
  warn(text: string): void;
  /** Shows what is about to happen; whether it may. */
  confirm(text: string): Promise<boolean>;
}

/** What spm is opened with. */
export interface SpmOptions {
  readonly config: SpmConfig;
  /** Directory of the configuration, where `…-conf` packages go. */
  readonly configDir: string;
  readonly user: SpmUser;
  readonly assumeYes: boolean;
  readonly force: boolean;
  readonly verbose: boolean;
  /** Runs the states of hooks; packages that have hooks are refused without it. */
  readonly hooks?: HookRunner;
  /** Whoever runs spm. */
  readonly identity: Identity;
  /** No file in a package is newer, in seconds. */
  readonly newest?: number | undefined;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** One run of spm. */
export class SpmSession {
  readonly options: SpmOptions;
  readonly clock: Clock;
  readonly catalog: RepositoryCatalog;
  readonly #scope = new Scope();
  readonly #journal: Journal;
  #parts: Promise<TransactionParts> | undefined;
  #isLocked = false;

  constructor(options: SpmOptions) {
    const { config, signal, log, clock = systemClock } = options;
    this.options = options;
    this.clock = clock;
    this.catalog = new RepositoryCatalog({ config, transport: new Transport(config, signal), clock, log });
    this.#journal = new Journal(config.spm_cache_dir);
  }

  /** Record and files, with what an interrupted run left put in order. Throws SpmError and ConfigError. */
  open(): Promise<TransactionParts> {
    this.#parts ??= this.#openOnce();
    return this.#parts;
  }

  /** Nobody else may change anything until this run has ended. Throws SpmError when somebody is. */
  lock(): void {
    if (this.#isLocked) return;
    this.#scope.use(takeLock(this.options.config.spm_cache_dir));
    this.#isLocked = true;
  }

  /** Lets go of record and lock. */
  async close(): Promise<void> {
    await this.#scope.close();
  }

  /** Bounds on what a package may hold. */
  get limits(): ArchiveLimits {
    return { maxBytes: this.options.config.spm_max_unpacked };
  }

  /** Reads a package file that the user named. Throws SpmError when it is not there. */
  async packageFile(path: string): Promise<PackageFile> {
    this.requireFile(path);
    return await readPackageFile(path, this.limits);
  }

  /** Throws SpmError when there is nothing at a path. */
  requireFile(path: string): void {
    if (existsSync(resolve(path))) return;
    throw new SpmError("usage", `Package file ${path} not found`, { isSalts: true });
  }

  async #openOnce(): Promise<TransactionParts> {
    const { config, identity, log } = this.options;
    if (this.#journal.isOpen) this.lock();
    const dbProvider = await loadPkgDb(config.spm_db_provider, config.extension_modules);
    const filesProvider = await loadPkgFiles(config.spm_files_provider, config.extension_modules);
    const files = filesProvider.open({ mayChown: identity.uid === 0 });
    const db = this.#scope.use(dbProvider.open({ location: config.spm_db }));
    const parts = { journal: this.#journal, files, db, log };
    if (this.#isLocked) recover(parts);
    return parts;
  }
}
