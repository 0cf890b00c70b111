/**
 * Repositories of dnf and yum: listing them, and changing their files.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plain, Value } from "@salt/core";
import { fn, isList, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import type { RepoFile } from "./repo-files.js";
import { changeSection, fileOfRepo, listRepos, readRepoFile, repoName, writeRepoFile } from "./repo-files.js";

const CONFIGURATIONS = ["/etc/yum/yum.conf", "/etc/yum.conf", "/etc/dnf/dnf.conf", "/etc/tdnf/tdnf.conf"];
const USUAL_DIRS = ["/etc/yum/repos.d", "/etc/yum.repos.d"];

const repo = needed.str("The repository.");
const basedir = maybe.any(null, "Its directory, or a list of directories to look in.");

/** The functions, by name. */
export const dnfRepoFunctions = {
  list_repos: fn({
    doc: "All repositories with their options and files.",
    examples: ["salt '*' pkg.list_repos"],
    params: { basedir },
    varkw: "kwargs",
    run: (args) => listRepos(repoDirs(args.basedir)),
  }),
  get_repo: fn({
    doc: "The options of a repository; empty when there is none of this name.",
    examples: ["salt '*' pkg.get_repo updates"],
    params: { repo, basedir },
    varkw: "kwargs",
    run: (args): Plain => {
      const file = fileOfRepo(args.repo, repoDirs(args.basedir));
      return new Map(file === undefined ? [] : readRepoFile(file).sections.get(args.repo)?.options);
    },
  }),
  del_repo: fn({
    doc: "Removes a repository, and its file when that has no other.",
    examples: ["salt '*' pkg.del_repo updates"],
    params: { repo, basedir },
    varkw: "kwargs",
    run: (args) => {
      const dirs = repoDirs(args.basedir);
      const path = fileOfRepo(args.repo, dirs);
      if (path === undefined) {
        const shown = dirs.map((dir) => `'${dir}'`).join(", ");
        return `Error: the ${args.repo} repo does not exist in [${shown}]`;
      }
      const file = readRepoFile(path);
      file.sections.delete(args.repo);
      writeRepoFile(path, file);
      return file.sections.size === 0
        ? `File ${path} containing repo ${args.repo} has been removed`
        : `Repo ${args.repo} has been removed from ${path}`;
    },
  }),
  mod_repo: fn({
    doc: "Changes options of a repository, or makes one; what is false or empty is taken out.",
    examples: ["salt '*' pkg.mod_repo shop name=Shop baseurl=https://packages.example.org/ gpgcheck=1"],
    params: { repo, basedir },
    varkw: "kwargs",
    run: (args, _context, { kwargs }): Plain => {
      const given = [...givenKeywords(kwargs)].filter(([key]) => key !== "saltenv");
      const options = new Map(given.map(([key, value]): [string, Value] => [pythonStr(key), value]));
      return modified(repoName(args.repo), repoDirs(args.basedir), options);
    },
  }),
};

function modified(name: string, dirs: readonly string[], options: Map<string, Value>): Plain {
  if (options.has("mirrorlist") && options.has("baseurl"))
    throw new SaltInvocationError("Only one of 'mirrorlist' and 'baseurl' can be specified");
  if (options.has("name") && !isTruthy(options.get("name")))
    throw new SaltInvocationError("The repo name cannot be deleted");
  const path = fileOfRepo(name, dirs) ?? newFile(name, dirs, options);
  const file = readRepoFile(path);
  const section = file.sections.get(name) ?? { options: new Map(), comments: [] };
  file.sections.set(name, section);
  if (isTruthy(options.get("mirrorlist"))) section.options.delete("baseurl");
  if (isTruthy(options.get("baseurl"))) section.options.delete("mirrorlist");
  changeSection(section, options);
  if (!section.options.has("baseurl") && !section.options.has("mirrorlist"))
    throw new SaltInvocationError("Cannot delete baseurl without specifying mirrorlist");
  writeRepoFile(path, file);
  const given = [...options].filter(([key]) => section.options.has(key));
  // What was asked for is told as it was given: a number stays one.
  const told = new Map<string, Plain>([...section.options, ...given]);
  return new Map([[path, sectionsOf(file).set(name, told)]]);
}

function newFile(name: string, dirs: readonly string[], options: ReadonlyMap<string, Value>): string {
  const missing = "The repo does not exist and needs to be created, but";
  const dir = dirs.find((one) => existsSync(one));
  if (dir === undefined)
    throw new SaltInvocationError(
      `${missing} none of the following basedir directories exist: ${dirs.join(", ")}`,
    );
  if (!options.has("name")) throw new SaltInvocationError(`${missing} a name was not given`);
  if (!options.has("baseurl") && !options.has("mirrorlist"))
    throw new SaltInvocationError(`${missing} either a baseurl or a mirrorlist needs to be given`);
  return join(dir, `${name}.repo`);
}

function sectionsOf({ sections }: RepoFile): Map<string, Plain> {
  return new Map([...sections].map(([name, { options }]) => [name, new Map(options)]));
}

/** The directories of repositories: those given, else those of the configuration. */
function repoDirs(given: Value): readonly string[] {
  if (isTruthy(given)) return isList(given) ? given.map(pythonStr) : pythonStr(given).split(",");
  const configuration = CONFIGURATIONS.find((path) => existsSync(path));
  const text = configuration === undefined ? "" : readFileSync(configuration, "utf8");
  const set = /^reposdir\s*=\s*(.+)$/m.exec(text)?.[1];
  return set === undefined ? USUAL_DIRS : set.split(",").map((dir) => dir.trim());
}
