/**
 * What all repositories offer, from metadata kept on this machine.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Logger, SpmConfig } from "@salt/core";
import { writeFileAtomic } from "@salt/core";
import { SpmError } from "../errors.js";
import { compareVersions } from "../formula/version.js";
import type { Repository } from "./definitions.js";
import { readRepositories } from "./definitions.js";
import type { Offer, Offers } from "./metadata.js";
import { METADATA, parseMetadata } from "./metadata.js";
import { CHECKSUMS, checkSignature, parseChecksums, SIGNATURE, sha256, sha256Of } from "./signature.js";
import type { Transport } from "./transport.js";

/** An offer and where it is from. */
export interface Source {
  readonly repository: Repository;
  readonly offer: Offer;
}

/** What the catalog needs. */
export interface CatalogParts {
  readonly config: Pick<SpmConfig, "spm_cache_dir" | "spm_repos_config" | "spm_metadata_age">;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The repositories and what they offer. */
export class RepositoryCatalog {
  readonly #parts: CatalogParts;
  #repositories: readonly Repository[] | undefined;
  readonly #offers = new Map<string, Offers>();

  constructor(parts: CatalogParts) {
    this.#parts = parts;
  }

  /** The repositories that are enabled. Throws ConfigError. */
  get repositories(): readonly Repository[] {
    this.#repositories ??= readRepositories(this.#parts.config.spm_repos_config);
    return this.#repositories;
  }

  /** Fetches the metadata of one repository, or of all. Throws SpmError. */
  async update(name?: string): Promise<void> {
    const chosen = this.repositories.filter((repository) => name === undefined || repository.name === name);
    if (name !== undefined && chosen.length === 0)
      throw new SpmError("repository", `There is no repository ${name}`, {
        hint: "'spm repo list' names them.",
      });
    for (const repository of chosen) await this.#fetch(repository);
  }

  /** What a repository offers; its metadata is fetched when there is none, or it is too old. Throws SpmError. */
  async offers(repository: Repository): Promise<Offers> {
    const known = this.#offers.get(repository.name);
    if (known !== undefined) return known;
    const file = this.#file(repository, "metadata");
    if (this.#isStale(file)) {
      this.#parts.log.info({ repository: repository.name }, "Metadata is fetched");
      await this.#fetch(repository);
    }
    const offers = parseMetadata(readFileSync(file, "utf8"), `${repository.name}: ${METADATA}`);
    this.#offers.set(repository.name, offers);
    return offers;
  }

  /** All offers of a package: the newest first, and of equal ones those on this machine first. */
  async sources(name: string): Promise<readonly Source[]> {
    const found: Source[] = [];
    for (const repository of this.repositories) {
      for (const offer of (await this.offers(repository)).get(name) ?? []) found.push({ repository, offer });
    }
    return found.sort(bySuitability);
  }

  /** Brings the file of an offer onto this machine, checked where the repository asks for it; its path. Throws SpmError. */
  async fetchPackage({ repository, offer }: Source): Promise<string> {
    const dir = join(this.#parts.config.spm_cache_dir, repository.name);
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    const path = join(dir, offer.filename);
    await this.#parts.transport.download(repository, offer.filename, path);
    if (!repository.verify) return path;
    try {
      this.#check(repository, offer.filename, await sha256Of(path));
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
    return path;
  }

  async #fetch(repository: Repository): Promise<void> {
    const { config, transport } = this.#parts;
    const metadata = await transport.bytes(repository, METADATA);
    parseMetadata(metadata.toString("utf8"), `${repository.name}: ${METADATA}`);
    mkdirSync(config.spm_cache_dir, { recursive: true, mode: 0o755 });
    if (repository.verify) {
      const checksums = await this.#signedChecksums(repository);
      writeFileAtomic(this.#file(repository, "checksums"), checksums, { mode: 0o644 });
    }
    if (repository.verify) this.#check(repository, METADATA, sha256(metadata));
    writeFileAtomic(this.#file(repository, "metadata"), metadata, { mode: 0o644 });
    this.#offers.delete(repository.name);
  }

  async #signedChecksums(repository: Repository): Promise<string> {
    const { transport } = this.#parts;
    const text = (await transport.bytes(repository, CHECKSUMS)).toString("utf8");
    const signature = (await transport.bytes(repository, SIGNATURE)).toString("utf8");
    checkSignature(text, signature, repository.publicKey ?? "", `${repository.name}: ${CHECKSUMS}`);
    return text;
  }

  #check(repository: Repository, name: string, found: string): void {
    const text = readFileSync(this.#file(repository, "checksums"), "utf8");
    const wanted = parseChecksums(text, `${repository.name}: ${CHECKSUMS}`).get(name);
    if (wanted === found) return;
    const why = wanted === undefined ? "has no checksum" : "does not have its checksum";
    throw new SpmError("repository", `${name} of the repository ${repository.name} ${why}: it is refused`, {
      hint: "Run 'spm update_repo'. If it stays so, somebody may have changed the file.",
    });
  }

  #file({ name }: Repository, what: "metadata" | "checksums"): string {
    return join(this.#parts.config.spm_cache_dir, `${name}.${what}`);
  }

  #isStale(file: string): boolean {
    if (!existsSync(file)) return true;
    const { config, clock } = this.#parts;
    return (
      config.spm_metadata_age > 0 && clock.now() - statSync(file).mtimeMs > config.spm_metadata_age * 1000
    );
  }
}

function bySuitability(a: Source, b: Source): number {
  const [left, right] = [a.offer.formula, b.offer.formula];
  const newer = compareVersions(right.version, left.version) || compareVersions(right.release, left.release);
  return (
    newer || Number(b.repository.url.protocol === "file:") - Number(a.repository.url.protocol === "file:")
  );
}
