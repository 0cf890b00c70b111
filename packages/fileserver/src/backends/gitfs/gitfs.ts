/**
 * `gitfs`: files from repositories of git; branches and tags are environments.
 */
import { posix } from "node:path";
import type { FileServerOutcome } from "@salt/core";
import { errorText, isEnvironmentName, matchGlob } from "@salt/core";
import type { FileBackend, FileListing, FoundFile } from "../../backend.js";
import { FileSourceError } from "../../errors.js";
import type { PathTest } from "../../paths/ignored.js";
import { namesAllowed } from "../../paths/ignored.js";
import { mountedListing, relativeToMount } from "../mountpoint.js";
import type { GitRemote } from "./git-remote.js";
import type { CommitTree, TreeEntry } from "./git-tree.js";
import { directoriesOf, fileAt } from "./git-tree.js";
import type { EnvironmentOptions } from "./remote-options.js";

const BASE = "base";
/** Type and permission bits of files of git. */
const MODES = { file: 0o100644, executable: 0o100755, link: 0o120777 } as const;

/** An environment of one remote: the part of a commit's tree that is served. */
interface Served {
  readonly tree: CommitTree;
  readonly root: string;
  readonly mountpoint: string;
}

/** Serves repositories; the first that has a file wins. */
export class GitFsBackend implements FileBackend {
  readonly name = "gitfs";
  readonly updateEvery: number;
  readonly #remotes: readonly GitRemote[];
  readonly #ignored: PathTest;

  constructor(remotes: readonly GitRemote[], ignored: PathTest) {
    this.#remotes = remotes;
    this.#ignored = ignored;
    this.updateEvery = Math.min(60_000, ...remotes.map(({ options }) => options.updateEveryMs));
  }

  async environments(): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const remote of this.#remotes) for (const name of await environmentsOf(remote)) names.add(name);
    return [...names].sort();
  }

  async find(path: string, saltenv: string): Promise<FoundFile | undefined> {
    if (this.#ignored(path)) return undefined;
    for (const remote of this.#remotes) {
      const served = await serve(remote, saltenv);
      const inner = served === undefined ? undefined : relativeToMount(path, served.mountpoint);
      if (served === undefined || inner === undefined) continue;
      const targetOf = async (oid: string): Promise<string> => (await remote.bytes(oid)).toString();
      const entry = await fileAt(served.tree, posix.join(served.root, inner), targetOf);
      if (entry !== undefined) return await foundFile(remote, path, entry);
    }
    return undefined;
  }

  async list(saltenv: string): Promise<FileListing | undefined> {
    const lists: FileListing[] = [];
    for (const remote of this.#remotes) {
      const served = await serve(remote, saltenv);
      if (served !== undefined) lists.push(await this.#listing(remote, served));
    }
    const [only] = lists;
    if (only === undefined || lists.length === 1) return only;
    const merged = (part: (list: FileListing) => readonly string[]): readonly string[] =>
      [...new Set(lists.flatMap(part))].sort();
    return {
      files: merged(({ files }) => files),
      dirs: merged(({ dirs }) => dirs),
      emptyDirs: [],
      links: new Map(lists.toReversed().flatMap(({ links }) => [...links])),
    };
  }

  /** Fetches all remotes, or those whose name or URL is given. Throws FileSourceError when one cannot be fetched. */
  async update(wanted: readonly string[] | undefined): Promise<void> {
    const chosen = this.#remotes.filter(
      ({ options: { name, url } }) => wanted === undefined || wanted.includes(name) || wanted.includes(url),
    );
    const failed: string[] = [];
    for (const remote of chosen) {
      await remote
        .update()
        .catch((error: unknown) => failed.push(`${remote.options.name}: ${errorText(error)}`));
    }
    if (failed.length > 0) throw new FileSourceError(failed.join("; "));
  }

  async clearCache(): Promise<readonly string[]> {
    const errors: string[] = [];
    for (const remote of this.#remotes) {
      try {
        remote.clear();
      } catch (error) {
        errors.push(`Unable to remove the copy of ${remote.options.name}: ${errorText(error)}`);
      }
    }
    return errors;
  }

  async lock(remote: string | undefined): Promise<FileServerOutcome> {
    const results = this.#matching(remote).map((each) => [each, each.lock()] as const);
    return {
      done: results.flatMap(([{ options }, locked]) =>
        locked === true ? [`Set update lock for gitfs remote '${options.name}'`] : [],
      ),
      errors: results.flatMap(([{ options }, locked]) =>
        locked === true ? [] : [`Unable to set update lock for gitfs remote '${options.name}': ${locked}`],
      ),
    };
  }

  async clearLock(remote: string | undefined): Promise<FileServerOutcome> {
    const cleared = this.#matching(remote).filter((each) => each.clearLock());
    return {
      done: cleared.map(({ options }) => `Removed update lock for gitfs remote '${options.name}'`),
      errors: [],
    };
  }

  #matching(remote: string | undefined): readonly GitRemote[] {
    return this.#remotes.filter(
      ({ options }) =>
        remote === undefined || matchGlob(remote, options.name) || matchGlob(remote, options.url),
    );
  }

  async #listing(remote: GitRemote, { tree, root, mountpoint }: Served): Promise<FileListing> {
    const inside = [...tree].flatMap(([path, entry]) => {
      const rel = root === "" ? path : relativeToMount(path, root);
      return rel === undefined || this.#ignored(rel) ? [] : [[rel, entry] as const];
    });
    const links = inside.filter(([, { kind }]) => kind === "link");
    const targets = await Promise.all(
      links.map(async ([rel, { oid }]) => [rel, (await remote.bytes(oid)).toString()] as const),
    );
    const listing = {
      files: inside.map(([rel]) => rel).sort(),
      dirs: directoriesOf(inside.map(([rel]) => rel)),
      emptyDirs: [],
      links: new Map(targets),
    };
    return mountedListing(listing, mountpoint);
  }
}

async function environmentsOf(remote: GitRemote): Promise<readonly string[]> {
  const { isMapped, saltenvs, base, whitelist, blacklist } = remote.options;
  const refs = isMapped ? await remote.refNames() : [];
  const mapped = refs.map((ref) => (ref === base ? BASE : ref));
  const allowed = namesAllowed(whitelist, blacklist);
  return [...new Set([...mapped, ...saltenvs.keys()])].filter(
    (name) => allowed(name) && isEnvironmentName(name),
  );
}

/** What a remote serves in an environment; undefined when it has no such environment. */
async function serve(remote: GitRemote, saltenv: string): Promise<Served | undefined> {
  const { options } = remote;
  const own: EnvironmentOptions | undefined = options.saltenvs.get(saltenv);
  if (!namesAllowed(options.whitelist, options.blacklist)(saltenv)) return undefined;
  const ref = own?.ref ?? (options.isMapped ? (saltenv === BASE ? options.base : saltenv) : undefined);
  const first = ref === undefined ? undefined : await remote.commitOf(ref);
  const commit = first ?? (options.fallback === "" ? undefined : await remote.commitOf(options.fallback));
  if (commit === undefined) return undefined;
  const { root, mountpoint } = own ?? options;
  return { tree: await remote.tree(commit), root, mountpoint };
}

async function foundFile(remote: GitRemote, rel: string, { kind, oid, size }: TreeEntry): Promise<FoundFile> {
  const stat = [MODES[kind], 0, 0, 1, 0, 0, size, 0, 0, 0];
  return { path: await remote.content(oid), rel, stat, version: oid };
}
