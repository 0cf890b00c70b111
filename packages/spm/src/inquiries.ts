/**
 * The commands that only tell: of packages that are installed, of package files, of repositories.
 */
import { readMembers } from "./archive/members.js";
import { SpmError } from "./errors.js";
import { describePackage } from "./information.js";
import type { SpmSession } from "./session.js";

/** Tells about an installed package. Throws SpmError. */
export async function tellInfo(session: SpmSession, name: string | undefined): Promise<void> {
  const pkg = needed(name, "A package must be specified");
  const row = (await session.open()).db.info(pkg);
  if (row === undefined) throw notInstalled(pkg);
  session.options.user.tell(describePackage({ ...row, name: row.package }));
}

/** Tells the files of an installed package. Throws SpmError. */
export async function tellFiles(session: SpmSession, name: string | undefined): Promise<void> {
  const pkg = needed(name, "A package name must be specified");
  const rows = (await session.open()).db.files(pkg);
  if (rows === undefined) throw notInstalled(pkg);
  const { user, verbose } = session.options;
  for (const { path, sum } of rows) user.tell(verbose ? `${path},${sum}` : path);
}

/** Tells the names of installed packages. */
export async function tellPackages(session: SpmSession): Promise<void> {
  for (const name of (await session.open()).db.packages()) session.options.user.tell(name);
}

/** Tells about a package file. Throws SpmError. */
export async function tellFileInfo(session: SpmSession, path: string | undefined): Promise<void> {
  const { formula } = await session.packageFile(needed(path, "A package filename must be specified"));
  const fields = Object.fromEntries([...formula.fields].map(([name, value]) => [String(name), value]));
  session.options.user.tell(describePackage(fields));
}

/** Tells what a package file holds. Throws SpmError. */
export async function tellFileMembers(session: SpmSession, path: string | undefined): Promise<void> {
  const file = needed(path, "A package filename must be specified");
  session.requireFile(file);
  for await (const { name } of readMembers(file, session.limits)) session.options.user.tell(name);
}

/** Tells the names of repositories. Throws ConfigError. */
export async function tellRepositories(session: SpmSession): Promise<void> {
  for (const { name } of session.catalog.repositories) session.options.user.tell(name);
}

/** Tells the packages of all repositories whose name has a text in it. Throws SpmError. */
export async function tellOffers(session: SpmSession, text = ""): Promise<void> {
  const lines: string[] = [];
  for (const repository of session.catalog.repositories) {
    for (const [name, offers] of await session.catalog.offers(repository)) {
      if (!name.includes(text)) continue;
      for (const { formula } of offers)
        lines.push(`${name}\t${formula.version}-${formula.release}\t${repository.name}`);
    }
  }
  for (const line of lines.sort()) session.options.user.tell(line);
}

/** A word that the command cannot do without. Throws SpmError. */
export function needed(word: string | undefined, missing: string): string {
  if (word !== undefined) return word;
  throw new SpmError("usage", missing, { isSalts: true });
}

function notInstalled(name: string): SpmError {
  return new SpmError("package", `package ${name} not installed`, {
    isSalts: true,
    hint: "'spm list packages' names those that are.",
  });
}
