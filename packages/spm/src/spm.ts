/**
 * The commands of spm, by the words of its command line.
 */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { PackageFile } from "./archive/package-file.js";
import { readPackageFile } from "./archive/package-file.js";
import { buildPackage } from "./build.js";
import { SpmError } from "./errors.js";
import { runHooks } from "./hook-runs.js";
import {
  needed,
  tellFileInfo,
  tellFileMembers,
  tellFiles,
  tellInfo,
  tellOffers,
  tellPackages,
  tellRepositories,
} from "./inquiries.js";
import type { InstallSet, Wanted } from "./install-set.js";
import { InstallResolver } from "./install-set.js";
import type { Identity } from "./installation.js";
import { install } from "./installation.js";
import { Layout } from "./layout.js";
import { systemOwners } from "./owners.js";
import { remove } from "./removal.js";
import { createRepository } from "./repository/create.js";
import type { SpmOptions } from "./session.js";
import { SpmSession } from "./session.js";

type Command = (args: readonly string[]) => Promise<void>;
type Commands = Readonly<Record<string, Command>>;

/** The package manager. `close` it when it is no longer needed. */
export class Spm {
  readonly #session: SpmSession;
  readonly #commands: Commands;

  constructor(options: SpmOptions) {
    const session = new SpmSession(options);
    this.#session = session;
    const local: Commands = {
      install: (files) => this.#install(files, "A package file must be specified"),
      files: ([file]) => tellFileMembers(session, file),
      info: ([file]) => tellFileInfo(session, file),
      list: ([file]) => tellFileMembers(session, file),
    };
    const repo: Commands = {
      list: () => tellRepositories(session),
      packages: ([text]) => tellOffers(session, text),
      search: ([text]) => tellOffers(session, text),
      update: ([name]) => this.#update(name),
      create: ([dir]) => this.#create(dir),
    };
    const list: Commands = {
      packages: () => tellPackages(session),
      files: (args) => tellFiles(session, args.at(-1)),
      repos: () => tellRepositories(session),
    };
    this.#commands = {
      install: (names) => this.#install(names, "A package must be specified"),
      remove: (names) => this.#remove(names),
      build: ([dir]) => this.#build(dir),
      update_repo: ([name]) => this.#update(name),
      create_repo: ([dir]) => this.#create(dir),
      files: (args) => tellFiles(session, args.at(-1)),
      info: ([name]) => tellInfo(session, name),
      local: (words) => dispatch(local, "local ", words),
      repo: (words) => dispatch(repo, "repo ", words),
      list: (words) => dispatch(list, "list ", words),
      close: async () => {},
    };
  }

  /** Runs a command: its name and its arguments. Throws SpmError and ConfigError. */
  async run(words: readonly string[]): Promise<void> {
    await dispatch(this.#commands, "", words);
  }

  /** Lets go of the database and of the lock. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  async #install(asked: readonly string[], missing: string): Promise<void> {
    needed(asked[0], missing);
    this.#session.lock();
    const { db, ...parts } = await this.#session.open();
    const { config, configDir, force, user, verbose, hooks } = this.#session.options;
    const packages: (string | PackageFile)[] = [];
    for (const word of asked)
      packages.push(word.endsWith(".spm") ? await this.#session.packageFile(word) : word);
    const set = await new InstallResolver({ db, catalog: this.#session.catalog, force }).resolve(packages);
    await this.#agree(set);
    const files: PackageFile[] = [];
    for (const wanted of set.wanted) files.push(await this.#fetch(wanted));
    const formulas = files.map(({ formula }) => formula);
    for (const { name } of formulas) user.tell(`... installing ${name}`);
    await runHooks("pre", formulas, hooks, user.tell);
    await install(files, {
      ...parts,
      db,
      layout: new Layout(config, configDir),
      owners: systemOwners(),
      identity: this.#owner(),
      limits: this.#session.limits,
      clock: this.#session.clock,
      force,
      verbose: (text) => (verbose ? user.tell(text) : undefined),
    });
    await runHooks("post", formulas, hooks, user.tell);
  }

  async #fetch(wanted: Wanted): Promise<PackageFile> {
    if ("file" in wanted) return wanted.file;
    const { formula, filename } = wanted.source.offer;
    const path = await this.#session.catalog.fetchPackage(wanted.source);
    try {
      const file = await readPackageFile(path, this.#session.limits);
      if (file.formula.name === formula.name && file.formula.version === formula.version) return file;
      const holds = `${file.formula.name} ${file.formula.version}`;
      throw new SpmError("repository", `${filename} holds ${holds}, not what its repository says`);
    } catch (error) {
      rmSync(path, { force: true }); // What is refused is not kept either.
      throw error;
    }
  }

  async #agree({ wanted, optional, recommended }: InstallSet): Promise<void> {
    const { user, assumeYes } = this.#session.options;
    const list = (names: readonly string[]): string => names.join("\n\t");
    if (optional.length > 0) user.tell(`The following dependencies are optional:\n\t${list(optional)}\n`);
    if (recommended.length > 0)
      user.tell(`The following dependencies are recommended:\n\t${list(recommended)}\n`);
    const names = wanted.map(({ formula }) => formula.name);
    if (!assumeYes && !(await user.confirm(`Installing packages:\n\t${list(names)}\n`))) throw canceled();
  }

  /** Who will own what is installed. */
  #owner(): Identity {
    const { config, identity } = this.#session.options;
    const { spm_uid: uid, spm_gid: gid } = config;
    return {
      uid: typeof uid === "number" ? uid : identity.uid,
      gid: typeof gid === "number" ? gid : identity.gid,
    };
  }

  async #remove(names: readonly string[]): Promise<void> {
    needed(names[0], "A package must be specified");
    const { user, assumeYes, verbose } = this.#session.options;
    if (!assumeYes && !(await user.confirm(`Removing packages:\n\t${names.join("\n\t")}`))) throw canceled();
    this.#session.lock();
    const parts = await this.#session.open();
    await remove(names, {
      ...parts,
      removing: (name) => user.tell(`... removing ${name}`),
      verbose: (text) => (verbose ? user.tell(text) : undefined),
      kept: (path) => user.warn(`${path} was changed after its installation: it stays.`),
    });
  }

  async #build(dir: string | undefined): Promise<void> {
    const formulaDir = needed(dir, "A path to a formula must be specified");
    const { config, user, newest, signal } = this.#session.options;
    const built = await buildPackage(formulaDir, config, { owners: systemOwners(), newest, signal });
    for (const remark of built.remarks) user.warn(remark);
    user.tell(`Built package ${built.path}`);
  }

  async #create(dir: string | undefined): Promise<void> {
    const repository = needed(dir, "A path to a directory must be specified");
    await createRepository(resolve(repository), this.#session.options.config);
  }

  async #update(name: string | undefined): Promise<void> {
    this.#session.lock();
    await this.#session.catalog.update(name);
  }
}

async function dispatch(
  commands: Commands,
  family: string,
  [name = "", ...args]: readonly string[],
): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return await command(args);
  throw new SpmError("usage", `Invalid ${family}command '${name}'`, {
    isSalts: true,
    hint: `Known are: ${Object.keys(commands).join(", ")}.`,
  });
}

function canceled(): SpmError {
  return new SpmError("canceled", "canceled", { isSalts: true });
}
