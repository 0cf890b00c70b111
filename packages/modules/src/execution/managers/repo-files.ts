/**
 * The files of repositories that dnf and zypper read: sections of `name=value`.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Plain, Value } from "@salt/core";
import { isTruthy, pythonStr, SaltInvocationError, writeFileAtomic } from "@salt/core";

/** Options of a repository, and the comments in its section. */
export interface RepoSection {
  readonly options: Map<string, string>;
  readonly comments: string[];
}

/** A file: comments before the first section, and sections by repository. */
export interface RepoFile {
  readonly header: readonly string[];
  readonly sections: Map<string, RepoSection>;
}

const NAME = /^[A-Za-z0-9][\w.:+-]{0,127}$/;
const KEY = /^[A-Za-z][\w.-]*$/;

/** Reads a file; one that is not there is empty. */
export function readRepoFile(path: string): RepoFile {
  const header: string[] = [];
  const sections = new Map<string, RepoSection>();
  let section: RepoSection | undefined;
  let last = "";
  for (const line of existsSync(path) ? readFileSync(path, "utf8").split("\n") : []) {
    const name = /^\[(.*)\]\s*$/.exec(line.trim())?.[1];
    const [, key, value = ""] = /^([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      section = { options: new Map(), comments: [] };
      sections.set(name, section);
    } else if (/^\s*[#;]/.test(line)) (section?.comments ?? header).push(line.trim().replace(/^[#;]\s*/, ""));
    else if (section !== undefined && key !== undefined) {
      last = key.toLowerCase();
      section.options.set(last, value.trim());
    } else if (section !== undefined && /^\s+\S/.test(line))
      section.options.set(last, `${section.options.get(last) ?? ""}\n${line.trim()}`);
  }
  return { header, sections };
}

/** Writes a file anew, or removes it when no section is left. */
export function writeRepoFile(path: string, { header, sections }: RepoFile): void {
  if (sections.size === 0) {
    rmSync(path, { force: true });
    return;
  }
  const texts = [...sections].map(([name, { options, comments }]) =>
    [
      `[${name}]`,
      ...[...options].map(([key, value]) => `${key}=${value.replaceAll("\n", "\n ")}`),
      ...comments.map((comment) => `# ${comment}`),
      "",
    ].join("\n"),
  );
  writeFileAtomic(path, [...header.map((line) => `# ${line}\n`), ...texts].join(""), { mode: 0o644 });
}

/** All repositories of some directories, with their files. */
export function listRepos(dirs: readonly string[]): Map<string, Map<string, Plain>> {
  const found = new Map<string, Map<string, Plain>>();
  for (const path of dirs.flatMap(repoPaths)) {
    for (const [name, { options }] of readRepoFile(path).sections)
      found.set(name, new Map<string, Plain>([...options, ["file", path]]));
  }
  return found;
}

function repoPaths(dir: string): readonly string[] {
  const names = existsSync(dir) ? readdirSync(dir) : [];
  return names.filter((name) => name.endsWith(".repo")).map((name) => join(dir, name));
}

/** The file of a repository. */
export function fileOfRepo(name: string, dirs: readonly string[]): string | undefined {
  const file = listRepos(dirs).get(name)?.get("file");
  return typeof file === "string" ? file : undefined;
}

/** The name of a repository, which becomes one of a file. Throws SaltInvocationError. */
export function repoName(value: Value): string {
  const name = pythonStr(value);
  if (NAME.test(name)) return name;
  throw new SaltInvocationError(`${JSON.stringify(name)} is not the name of a repository`);
}

/** Changes options of a section: what is false or empty goes. Throws SaltInvocationError. */
export function changeSection(section: RepoSection, changes: ReadonlyMap<string, Value>): void {
  for (const [key, value] of changes) {
    if (!KEY.test(key)) throw new SaltInvocationError(`${JSON.stringify(key)} is no option of a repository`);
    if (value !== 0 && !isTruthy(value)) section.options.delete(key);
    else section.options.set(key, textOf(value, key));
  }
}

function textOf(value: Value, key: string): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  const text = pythonStr(value);
  if (/[\x00-\x09\x0b-\x1f\x7f]|\n\s*\[/.test(text))
    throw new SaltInvocationError(`${key} holds control characters, or the beginning of a section`);
  return text;
}
