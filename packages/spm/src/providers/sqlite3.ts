/**
 * `pkgdb` in an SQLite file with Salt's own tables, so that both can work with one file.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { errorText } from "@salt/core";
import Database from "better-sqlite3";
import { SpmError } from "../errors.js";
import type { FileRow, PackageRow, PkgDb, PkgDbChange, PkgDbProvider } from "./pkgdb.js";

/** The plugin. */
export const sqlite3: PkgDbProvider = {
  kind: "pkgdb",
  name: "sqlite3",
  open: ({ location }) => {
    try {
      mkdirSync(dirname(location), { recursive: true, mode: 0o755 });
      return new SqliteDb(new Database(location));
    } catch (cause) {
      throw new SpmError(
        "database",
        `The package database ${location} cannot be opened: ${errorText(cause)}`,
        {
          cause,
          hint: "Check the option spm_db and who may write there.",
        },
      );
    }
  },
};

const PACKAGE_COLUMNS = [
  "package",
  "version",
  "release",
  "installed",
  "os",
  "os_family",
  "dependencies",
  "os_dependencies",
  "os_family_dependencies",
  "summary",
  "description",
] as const;
const FILE_COLUMNS = ["path", "size", "mode", "sum", "linkname", "uname", "gname", "mtime"] as const;

const TABLES = `
  CREATE TABLE IF NOT EXISTS packages (${PACKAGE_COLUMNS.map((name) => `${name} text`).join(", ")});
  CREATE TABLE IF NOT EXISTS files (package text, path text, size real, mode text, sum text, major text, minor text,
    linkname text, linkpath text, uname text, gname text, mtime text);
`;

class SqliteDb implements PkgDb {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#db.exec(TABLES);
  }

  info(name: string): PackageRow | undefined {
    const columns = PACKAGE_COLUMNS.join(", ");
    return this.#db
      .prepare<[string], PackageRow>(`SELECT ${columns} FROM packages WHERE package = ?`)
      .get(name);
  }

  packages(): readonly string[] {
    return this.#db
      .prepare<[], { package: string }>("SELECT package FROM packages ORDER BY rowid")
      .all()
      .map((row) => row.package);
  }

  files(name: string): readonly FileRow[] | undefined {
    if (this.info(name) === undefined) return undefined;
    const columns = FILE_COLUMNS.join(", ");
    return this.#db
      .prepare<[string], FileRow>(`SELECT ${columns} FROM files WHERE package = ? ORDER BY rowid`)
      .all(name);
  }

  owner(path: string): string | undefined {
    return this.#db
      .prepare<[string], { package: string }>("SELECT package FROM files WHERE path = ?")
      .get(path)?.package;
  }

  apply({ remove, add }: PkgDbChange): void {
    this.#db.transaction(() => {
      for (const name of [...remove, ...add.map(({ row }) => row.package)]) this.#forget(name);
      for (const { row, files } of add) {
        this.#insertPackage(row);
        for (const file of files) this.#insertFile(row.package, file);
      }
    })();
  }

  close(): void {
    this.#db.close();
  }

  #forget(name: string): void {
    this.#db.prepare("DELETE FROM files WHERE package = ?").run(name);
    this.#db.prepare("DELETE FROM packages WHERE package = ?").run(name);
  }

  #insertPackage(row: PackageRow): void {
    const marks = PACKAGE_COLUMNS.map(() => "?").join(", ");
    this.#db
      .prepare(`INSERT INTO packages VALUES (${marks})`)
      .run(...PACKAGE_COLUMNS.map((name) => row[name]));
  }

  #insertFile(name: string, file: FileRow): void {
    const { path, size, mode, sum, linkname, uname, gname, mtime } = file;
    // Device numbers are those of a plain file; Salt keeps where a link points twice.
    const values = [name, path, size, mode, sum, "0", "0", linkname, linkname, uname, gname, mtime];
    this.#db.prepare("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").run(...values);
  }
}
