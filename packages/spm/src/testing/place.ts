/**
 * A place for spm in tests: configuration, directories and packages below one temporary directory.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadConfig, nullLogger, spmOptions } from "@salt/core";
import type { SpmOptions } from "../session.js";
import { Spm } from "../spm.js";

/** Names and contents of the files of a package. */
export type Files = Readonly<Record<string, string>>;

/** A FORMULA with every needed field. */
export function formulaText(name: string, more: Readonly<Record<string, string>> = {}): string {
  const fields = {
    name,
    os: "Debian",
    os_family: "Debian",
    version: "202301",
    release: "1",
    summary: `Package ${name}`,
    description: `The package ${name}`,
    ...more,
  };
  return Object.entries(fields)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join("");
}

/** spm with everything it touches below one directory. */
export class SpmPlace {
  readonly dir = mkdtempSync(join(tmpdir(), "salt-spm-"));
  readonly told: string[] = [];
  readonly warnings: string[] = [];
  readonly #options: Readonly<Record<string, string | number>>;

  constructor(options: Readonly<Record<string, string | number>> = {}) {
    this.#options = options;
    this.write("etc/spm", "");
  }

  /** Writes a file below the directory; its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Writes the sources of a package; their directory. */
  source(name: string, files: Files, more?: Readonly<Record<string, string>>): string {
    this.write(`src/${name}/FORMULA`, formulaText(name, more));
    for (const [file, content] of Object.entries(files)) this.write(`src/${name}/${file}`, content);
    return join(this.dir, "src", name);
  }

  /** Opens spm. */
  open(options: Partial<SpmOptions> = {}): Spm {
    const paths = [
      "formula_path",
      "pillar_path",
      "reactor_path",
      "spm_share_dir",
      "spm_cache_dir",
      "spm_build_dir",
    ];
    const overrides = {
      ...Object.fromEntries(paths.map((name) => [name, join(this.dir, name.replace(/^spm_|_path$/g, ""))])),
      spm_db: join(this.dir, "cache_dir", "packages.db"),
      spm_repos_config: join(this.dir, "etc", "spm.repos"),
      extension_modules: join(this.dir, "extmods"),
      ...this.#options,
    };
    const { config } = loadConfig(spmOptions, { file: join(this.dir, "etc", "spm"), overrides });
    return new Spm({
      config,
      configDir: join(this.dir, "etc"),
      user: {
        tell: (text) => this.told.push(text),
        warn: (text) => this.warnings.push(text),
        confirm: () => Promise.resolve(true),
      },
      assumeYes: true,
      force: false,
      verbose: false,
      identity: { uid: 0, gid: 0 },
      log: nullLogger,
      signal: new AbortController().signal,
      ...options,
    });
  }

  /** Runs one command; what it told. */
  async run(words: readonly string[], options: Partial<SpmOptions> = {}): Promise<readonly string[]> {
    this.told.length = 0;
    const spm = this.open(options);
    try {
      await spm.run(words);
    } finally {
      await spm.close();
    }
    return [...this.told];
  }

  /** Builds the package of a source; the path of its file. */
  async build(source: string): Promise<string> {
    const [told = ""] = await this.run(["build", source]);
    return told.replace("Built package ", "");
  }

  /** Every installed file with its content, and every directory. */
  tree(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      ["formula", "pillar", "reactor", "share_dir", "etc"].flatMap((top) => entries(this.dir, top)),
    );
  }

  /** Removes everything. */
  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function entries(base: string, name: string): [string, string][] {
  let found: readonly import("node:fs").Dirent[];
  try {
    found = readdirSync(join(base, name), { withFileTypes: true });
  } catch {
    return [];
  }
  return found.flatMap((entry): [string, string][] => {
    const path = `${name}/${entry.name}`;
    if (entry.isDirectory()) return [[`${path}/`, ""], ...entries(base, path)];
    if (entry.isSymbolicLink()) return [[path, `-> ${readlinkSync(join(base, path))}`]];
    return [[path, readFileSync(join(base, path), "utf8")]];
  });
}
