/**
 * Packages go both ways: what one side builds and offers, the other installs, lists and removes, with the same files
 * and the same rows in the database.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import Database from "better-sqlite3";
import type { Installation } from "./installation.js";
import { ours, real } from "./installation.js";

interface Package {
  readonly name: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

const sls = (name: string): Readonly<Record<string, string>> => ({
  [`${name}/init.sls`]: `${name}:\n  test.nop\n`,
  [`${name}/files/${name}.conf`]: "a = 1\r\nb = 2\r\n",
});

const PACKAGES: readonly Package[] = [
  { name: "apache", files: { ...sls("apache"), "README.md": "read me", "pillar.example": "apache: {}\n" } },
  { name: "nginx", fields: { dependencies: "apache" }, files: sls("nginx") },
  { name: "php", fields: { dependencies: "nginx, apache" }, files: sls("php") },
  { name: "opt", fields: { optional: "nginx", recommended: "apache" }, files: sls("opt") },
  {
    name: "mods",
    files: { ...sls("mods"), "_modules/mods.py": "def hi():\n    return 1\n", "_states/mods.py": "x = 1\n" },
  },
  {
    name: "many-formula",
    fields: { top_level_dir: "many" },
    files: { ...sls("many"), "other/x.sls": "not installed" },
  },
  { name: "site-conf", files: { "site-conf/x.conf": "x: 1\n" } },
  { name: "act-reactor", files: { "act-reactor/act.sls": "x: 1\n" } },
  { name: "deep", files: { "deep/a/b/c/d/e/f.sls": "x: 1\n", "deep/empty.sls": "" } },
  {
    name: "text",
    files: {
      "text/ü ä.txt": "grüße\n",
      "text/long-name-of-a-file-that-is-more-than-one-hundred-bytes-long-so-that-the-header-of-a-tar-archive-is-too-short.sls":
        "x",
    },
  },
  { name: "float", fields: { version: "1.5", release: "2" }, files: sls("float") },
  {
    name: "listed",
    fields: { files: "[FORMULA, listed/init.sls, 'd|listed/doc.txt']" },
    files: { "listed/init.sls": "x", "listed/doc.txt": "doc", "listed/left-out": "y" },
  },
  { name: "big", files: { "big/zeros": "0".repeat(1_500_000) } },
];

/** Sources, configuration and everything that is installed, below one directory. */
class Place {
  readonly dir = mkdtempSync(join(tmpdir(), "salt-spm-interop-"));

  constructor() {
    for (const { name, fields = {}, files } of PACKAGES) this.#source(name, fields, files);
    for (const side of ["real", "ours"]) this.#configure(side);
  }

  path(...parts: readonly string[]): string {
    return join(this.dir, ...parts);
  }

  /** Runs spm of one side on the configuration of that side. */
  spm(installation: Installation, words: readonly string[], cwd = this.dir): string {
    const side = installation === ours ? "ours" : "real";
    const config = this.path(side, "etc");
    const ran = spawnSync(join(installation.bin, "spm"), ["-c", config, ...words], { cwd, encoding: "utf8" });
    assert.equal(ran.status, 0, `${side}: spm ${words.join(" ")}: ${ran.stderr}`);
    return `${ran.stdout}${ran.stderr}`.replaceAll(this.path(side), "ROOT");
  }

  /** Installed files with their contents and modes. */
  tree(side: string): Readonly<Record<string, string>> {
    const base = this.path(side, "srv");
    const names = readdirSync(base, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      names.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(base.length), entry.isDirectory() ? "directory" : readFileSync(path, "utf8")];
      }),
    );
  }

  /** All rows of the database but for times. */
  rows(side: string): unknown {
    const db = new Database(this.path(side, "cache", "packages.db"), { readonly: true });
    const read = (table: string): unknown[] =>
      db
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY package, rowid`)
        .all()
        .map(({ installed, mtime, ...row }) => {
          assert.match(
            String(installed ?? "Sat, 21 Nov 2026 10:59:32 GMT"),
            /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/,
          );
          const seconds = Math.floor(Number(mtime ?? 0));
          return JSON.parse(
            JSON.stringify({ ...row, seconds }).replaceAll(this.path(side), "ROOT"),
          ) as unknown;
        });
    const all = { packages: read("packages"), files: read("files") };
    db.close();
    return all;
  }

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  #source(
    name: string,
    fields: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
  ): void {
    const all = {
      name,
      os: "Debian",
      os_family: "Debian",
      version: "202301",
      release: "1",
      summary: `The ${name}`,
      description: `About ${name}`,
      ...fields,
    };
    const formula = Object.entries(all).map(([field, value]) => `${field}: ${value}\n`);
    for (const [path, text] of Object.entries({ ...files, FORMULA: formula.join("") })) {
      const file = this.path("src", name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  #configure(side: string): void {
    const root = this.path(side);
    for (const dir of ["etc/spm.repos.d", "srv", "cache", "build"])
      mkdirSync(join(root, dir), { recursive: true });
    const options = {
      formula_path: `${root}/srv/salt`,
      pillar_path: `${root}/srv/pillar`,
      reactor_path: `${root}/srv/reactor`,
      spm_share_dir: `${root}/srv/share`,
      spm_repos_config: `${root}/etc/spm.repos`,
      spm_cache_dir: `${root}/cache`,
      spm_build_dir: `${root}/build`,
      spm_db: `${root}/cache/packages.db`,
      spm_logfile: `${root}/spm.log`,
      log_file: `${root}/log`,
      cachedir: `${root}/salt-cache`,
    };
    writeFileSync(
      join(root, "etc", "spm"),
      Object.entries(options)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join(""),
    );
  }
}

/** Where the files of `…-conf` packages go is compiled into real Salt: such a package is only looked at. */
const installable = PACKAGES.filter(({ name }) => !name.endsWith("-conf"));

const [oracle] = real;
if (oracle !== undefined) {
  for (const [builder, user] of [
    [oracle, ours],
    [ours, oracle],
  ] as const) {
    describe(`spm packages built by ${builder.name}`, () => {
      let place: Place;
      before(() => {
        place = new Place();
        for (const { name } of PACKAGES) {
          // Real Salt looks for listed files in the working directory.
          const built = place.spm(builder, ["build", "."], place.path("src", name));
          assert.match(built, /^Built package ROOT\/build\//);
        }
        const shop = place.path(builder === ours ? "ours" : "real", "build");
        place.spm(builder, ["create_repo", shop]);
        for (const side of ["ours", "real"])
          writeFileSync(place.path(side, "etc/spm.repos.d/shop.repo"), `shop:\n  url: file://${shop}\n`);
        for (const installation of [ours, oracle]) place.spm(installation, ["update_repo"]);
      });
      after(() => place.close());

      test(`${user.name} reads them as ${builder.name} does`, () => {
        const shop = place.path(builder === ours ? "ours" : "real", "build");
        const files = readdirSync(shop).filter((name) => name.endsWith(".spm"));
        assert.equal(files.length, PACKAGES.length);
        for (const file of files) {
          for (const what of ["info", "files"]) {
            const words = ["local", what, join(shop, file)];
            assert.equal(place.spm(user, words), place.spm(builder, words), `${what} of ${file}`);
          }
        }
      });

      test("both install the same files and keep the same record", () => {
        for (const installation of [ours, oracle])
          for (const { name } of installable)
            if (!place.spm(installation, ["list", "packages"]).split("\n").includes(name))
              place.spm(installation, ["install", "-y", name]);
        assert.deepEqual(place.tree("ours"), place.tree("real"));
        assert.deepEqual(place.rows("ours"), place.rows("real"));
      });

      test("both tell the same of them", () => {
        for (const { name } of installable) {
          assert.equal(place.spm(ours, ["files", name]), place.spm(oracle, ["files", name]));
          const info = (side: Installation): string =>
            place.spm(side, ["info", name]).replace(/Install Date: .*/, "");
          assert.equal(info(ours), info(oracle));
        }
      });

      test("both remove them, and leave the same behind", () => {
        for (const installation of [ours, oracle])
          for (const { name } of installable) place.spm(installation, ["remove", "-y", name]);
        assert.deepEqual(place.tree("ours"), place.tree("real"));
        assert.deepEqual(place.rows("ours"), place.rows("real"));
      });
    });
  }
}
