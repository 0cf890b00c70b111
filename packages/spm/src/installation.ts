/**
 * Installing packages: what changes is worked out first, and then done as one transaction.
 */
import { basename, dirname, join } from "node:path";
import type { Clock } from "@salt/core";
import { Float, pythonStr } from "@salt/core";
import type { ArchiveLimits } from "./archive/members.js";
import { readMembers } from "./archive/members.js";
import type { PackageFile } from "./archive/package-file.js";
import type { Planned } from "./conflicts.js";
import { refuseConflicts } from "./conflicts.js";
import { SpmError } from "./errors.js";
import type { Formula } from "./formula/formula.js";
import type { Layout, Placed } from "./layout.js";
import { parentsBelow } from "./layout.js";
import type { Owners } from "./owners.js";
import type { FileRow, PackageRow } from "./providers/pkgdb.js";
import type { FileAttributes } from "./providers/pkgfiles.js";
import type { Change } from "./transaction/journal.js";
import type { TransactionParts } from "./transaction/transaction.js";
import { perform } from "./transaction/transaction.js";

/** Who will own what is installed. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** What installing needs. */
export interface InstallParts extends TransactionParts {
  readonly layout: Layout;
  readonly owners: Owners;
  readonly identity: Identity;
  readonly limits: ArchiveLimits;
  readonly clock: Clock;
  readonly force: boolean;
  /** Tells what is done, for -v. */
  readonly verbose: (text: string) => void;
}

/** Installs packages, all or none. Throws SpmError for conflicts and hostile packages. */
export async function install(packages: readonly PackageFile[], parts: InstallParts): Promise<void> {
  const planned = packages.map((file) => ({ file, placed: parts.layout.place(file.formula, file.members) }));
  await refuseConflicts(planned, parts);
  await new Installation(planned, parts).run();
}

class Installation {
  readonly #planned: readonly Planned[];
  readonly #parts: InstallParts;
  /** Tells the temporary files of this run from all others. */
  readonly #mark: string;

  constructor(planned: readonly Planned[], parts: InstallParts) {
    this.#planned = planned;
    this.#parts = parts;
    this.#mark = `.spm-${parts.clock.now().toString(36)}`;
  }

  async run(): Promise<void> {
    const placed = this.#planned.flatMap((plan) => plan.placed);
    const change = {
      makeDirectories: this.#missingDirectories(placed),
      place: placed
        .filter(({ member }) => member.type !== "directory")
        .map(({ path }) => ({ temporary: this.#temporary(path), path })),
      removeFiles: this.#outdated(placed),
      removeDirectories: [],
      directories: placed
        .filter(({ member }) => member.type === "directory")
        .map(({ path, member }) => ({ path, attributes: this.#attributes(member) })),
      // Filled while the files are written, before the journal says that they will be placed.
      record: { remove: [], add: [] as { row: PackageRow; files: FileRow[] }[] },
    } satisfies Omit<Change, "phase">;
    await perform(this.#parts, change, async () => {
      for (const plan of this.#planned) change.record.add.push(await this.#write(plan));
    });
  }

  #temporary(path: string): string {
    return join(dirname(path), `.${basename(path).slice(0, 180)}${this.#mark}`);
  }

  #missingDirectories(placed: readonly Placed[]): readonly string[] {
    const { files } = this.#parts;
    const needed = new Set<string>();
    for (const { root, path, member } of placed) {
      for (const dir of [...parentsBelow("/", root), root, ...parentsBelow(root, path)]) needed.add(dir);
      if (member.type === "directory") needed.add(path);
    }
    return [...needed].filter((dir) => files.kind(dir) === undefined).sort();
  }

  /** Files of an earlier version that the new one has not, unless somebody has changed them. */
  #outdated(placed: readonly Placed[]): { path: string; sum: string }[] {
    const kept = new Set(placed.map(({ path }) => path));
    return this.#planned.flatMap(({ file }) =>
      (this.#parts.db.files(file.formula.name) ?? []).filter(
        ({ path, sum }) => sum !== "" && !kept.has(path),
      ),
    );
  }

  #attributes({ mode, mtime }: { mode: number; mtime: number }): FileAttributes {
    return { mode, mtime, ...this.#parts.identity };
  }

  /** Writes the files of a package under their temporary names; what the record will say of it. */
  async #write({ file, placed }: Planned): Promise<{ row: PackageRow; files: FileRow[] }> {
    const places = new Map(placed.map((each) => [each.member.name, each]));
    const written = new Map<string, FileRow>();
    for await (const { content, ...member } of readMembers(file.path, this.#parts.limits)) {
      const place = places.get(member.name);
      if (place === undefined || written.has(place.path) || member.type !== place.member.type) continue;
      const sum = await this.#put(place, content);
      written.set(place.path, this.#row(place, sum));
    }
    if (written.size !== placed.length)
      throw new SpmError("package", `${file.path} changed while it was installed`, {
        hint: "Nothing was installed.",
      });
    return { row: packageRow(file.formula, this.#parts.clock), files: [...written.values()] };
  }

  async #put({ member, path }: Placed, content: AsyncIterable<Uint8Array>): Promise<string> {
    if (member.type === "directory") return "";
    const { files, verbose } = this.#parts;
    const temporary = this.#temporary(path);
    verbose(`Installing file ${member.name} to ${dirname(path)}`);
    if (member.type === "symlink") files.link(temporary, member.target, this.#attributes(member));
    else await files.write(temporary, content, this.#attributes(member));
    return files.hash(temporary);
  }

  #row({ member, path }: Placed, sum: string): FileRow {
    const { owners, identity } = this.#parts;
    return {
      path,
      size: member.size,
      mode: String(member.mode),
      sum,
      linkname: member.target,
      uname: owners.user(identity.uid),
      gname: owners.group(identity.gid),
      mtime: Number.isInteger(member.mtime) ? String(member.mtime) : pythonStr(new Float(member.mtime)),
    };
  }
}

function packageRow({ fields, ...formula }: Formula, clock: Clock): PackageRow {
  const text = (name: string): string | null => {
    const value = fields.get(name);
    return value === undefined || value === null ? null : pythonStr(value);
  };
  return {
    package: formula.name,
    version: formula.version,
    release: formula.release,
    installed: new Date(clock.now()).toUTCString(),
    os: text("os"),
    os_family: text("os_family"),
    dependencies: text("dependencies"),
    os_dependencies: text("os_dependencies"),
    os_family_dependencies: text("os_family_dependencies"),
    summary: formula.summary,
    description: formula.description,
  };
}
