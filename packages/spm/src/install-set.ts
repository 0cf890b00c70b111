/**
 * Which packages an installation needs: those asked for, what they depend on, and what that depends on.
 */
import type { PackageFile } from "./archive/package-file.js";
import { SpmError } from "./errors.js";
import type { Dependency, Formula } from "./formula/formula.js";
import { satisfies } from "./formula/version.js";
import type { PkgDb } from "./providers/pkgdb.js";
import type { RepositoryCatalog, Source } from "./repository/catalog.js";

/** A package to install: from a file of the user's, or from a repository. */
export type Wanted =
  | { readonly formula: Formula; readonly file: PackageFile }
  | { readonly formula: Formula; readonly source: Source };

/** What is to be installed, in order, and what else the packages speak of. */
export interface InstallSet {
  readonly wanted: readonly Wanted[];
  readonly optional: readonly string[];
  readonly recommended: readonly string[];
}

/** What resolving needs. */
export interface ResolveParts {
  readonly db: PkgDb;
  readonly catalog: RepositoryCatalog;
  /** Packages that are installed are installed again. */
  readonly force: boolean;
}

/** Most packages of one installation, so that endless metadata ends. */
const MAX_PACKAGES = 10_000;

/** Finds everything an installation needs. Throws SpmError that names what is missing; then nothing is installed. */
export class InstallResolver {
  readonly #parts: ResolveParts;
  readonly #chosen = new Map<string, Wanted>();
  readonly #missing = new Map<string, string>();

  constructor(parts: ResolveParts) {
    this.#parts = parts;
  }

  /** Resolves packages asked for by name or file. */
  async resolve(asked: readonly (string | PackageFile)[]): Promise<InstallSet> {
    const first: Wanted[] = [];
    for (const each of asked) first.push(this.#add(await this.#wanted(each)));
    // Breadth first; a cycle ends where it meets what was chosen before.
    const queue = [...first];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      for (const dependency of next.formula.dependencies) {
        const found = await this.#dependency(next.formula, dependency);
        if (found !== undefined) queue.push(found);
      }
    }
    this.#refuseMissing(first);
    const wanted = [...this.#chosen.values()];
    const spoken = (pick: (formula: Formula) => readonly string[]): readonly string[] => [
      ...new Set(wanted.flatMap(({ formula }) => pick(formula)).map((name) => this.#marked(name))),
    ];
    return {
      wanted,
      optional: spoken((formula) => formula.optional),
      recommended: spoken((formula) => formula.recommended),
    };
  }

  async #wanted(asked: string | PackageFile): Promise<Wanted> {
    const { db, catalog, force } = this.#parts;
    // Repositories that cannot be read are an error from the beginning, as for Salt.
    for (const repository of catalog.repositories) await catalog.offers(repository);
    const wanted =
      typeof asked === "string" ? await this.#offered(asked) : { formula: asked.formula, file: asked };
    const { name } = wanted.formula;
    if (db.info(name) !== undefined && !force)
      throw new SpmError("package", `Package ${name} already installed, not installing again`, {
        isSalts: true,
        hint: "-f installs it again, or another version of it.",
      });
    return wanted;
  }

  async #offered(name: string): Promise<Wanted> {
    const [source] = await this.#parts.catalog.sources(name);
    if (source !== undefined) return { formula: source.offer.formula, source };
    throw new SpmError("package", `Unable to read formula for ${name}`, {
      isSalts: true,
      hint: "No repository has it. 'spm update_repo' fetches what they offer now.",
    });
  }

  #add(wanted: Wanted): Wanted {
    this.#chosen.set(wanted.formula.name, wanted);
    if (this.#chosen.size > MAX_PACKAGES)
      throw new SpmError("package", `More than ${MAX_PACKAGES} packages are needed`);
    return wanted;
  }

  /** What has to be installed for a dependency: nothing when it is there. */
  async #dependency(of: Formula, dependency: Dependency): Promise<Wanted | undefined> {
    const { name } = dependency;
    const installed = this.#parts.db.info(name)?.version;
    const there = this.#chosen.get(name)?.formula.version ?? installed;
    if (there !== undefined) {
      if (!satisfies(dependency, there)) this.#miss(of, dependency, `${there} is there`);
      return undefined;
    }
    const sources = await this.#parts.catalog.sources(name);
    const source = sources.find(({ offer }) => satisfies(dependency, offer.formula.version));
    if (source !== undefined) return this.#add({ formula: source.offer.formula, source });
    const offered = sources[0]?.offer.formula.version;
    this.#miss(of, dependency, offered === undefined ? undefined : `${offered} can be had`);
    return undefined;
  }

  #miss(of: Formula, { name, operator, version }: Dependency, instead: string | undefined): void {
    const needed = operator === undefined ? name : `${name} ${operator} ${version}`;
    const remark = instead === undefined ? "" : ` (${instead})`;
    if (!this.#missing.has(needed)) this.#missing.set(needed, `${needed}${remark}, for ${of.name}`);
  }

  #refuseMissing(first: readonly Wanted[]): void {
    if (this.#missing.size === 0) return;
    const names = first.map(({ formula }) => formula.name).join(", ");
    const lines = [...this.#missing.values()].sort().join("\n");
    throw new SpmError(
      "package",
      `Cannot install ${names}, the following dependencies are needed:\n\n${lines}`,
      {
        isSalts: true,
        hint: "No repository has them. Nothing was installed.",
      },
    );
  }

  #marked(name: string): string {
    return this.#parts.db.info(name) === undefined ? name : `${name} [Installed]`;
  }
}
