/**
 * One repository of gitfs: its copy on this machine, which refs it has, and the bytes of its files.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { ensurePrivateDir, writeFileAtomic } from "@salt/core";
import { FileSourceError } from "../../errors.js";
import { runGit } from "./git-command.js";
import type { CommitTree } from "./git-tree.js";
import { listArguments, readTree } from "./git-tree.js";
import type { RemoteOptions } from "./remote-options.js";
import { signIn } from "./sign-in.js";
import { freeLock, takeLock } from "./update-lock.js";

/** How many commits' lists are kept. */
const MAX_TREES = 32;
/** Contents that were not asked for this long are fetched from the repository again. */
const CONTENT_AGE_MS = 7 * 86_400_000;
const CHECKOUT_AGE_MS = 86_400_000;
const OID = /^[0-9a-f]{40,64}$/;

/** Commits by kind and name, e.g. `branch` and `master`. */
type Refs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A remote and its copy. */
export class GitRemote {
  readonly options: RemoteOptions;
  readonly #folder: string;
  readonly #repository: string;
  readonly #trees = new Map<string, Promise<CommitTree>>();
  /** The refs, and when they were fetched: another program may fetch too. */
  #refs: { readonly refs: Refs; readonly fetched: number } | undefined;

  /** `cache` is the directory for all remotes. */
  constructor(options: RemoteOptions, cache: string) {
    this.options = options;
    const id = createHash("sha256").update(`${options.name}\0${options.url}`).digest("hex").slice(0, 32);
    this.#folder = join(cache, id);
    this.#repository = join(this.#folder, "repository.git");
  }

  /** Fetches what is new. Throws FileSourceError, also when another program has the lock. */
  async update(): Promise<void> {
    ensurePrivateDir(this.#folder);
    const taken = takeLock(this.#lockPath);
    if (taken !== true) throw new FileSourceError(`${this.options.name} is not updated: ${taken}`);
    try {
      if (!existsSync(join(this.#repository, "HEAD")))
        await this.#git(["init", "--quiet", "--bare", this.#repository]);
      await this.#fetch();
      this.#refs = undefined;
      this.#dropOldContents();
    } finally {
      freeLock(this.#lockPath);
    }
  }

  /** Milliseconds since it was fetched; undefined when it never was. */
  age(now: number): number | undefined {
    const stats = statSync(join(this.#repository, "FETCH_HEAD"), { throwIfNoEntry: false });
    // Git empties the file before it fetches, and leaves it so when that fails.
    return stats === undefined || stats.size === 0 ? undefined : Math.max(0, now - stats.mtimeMs);
  }

  /** A directory with the files of a commit; it stays as it is until the commit is not asked for any more. */
  async checkOut(commit: string): Promise<string> {
    const places = join(this.#folder, "checkouts");
    const path = join(places, commit);
    if (existsSync(path)) {
      utimesSync(path, new Date(), new Date());
      return path;
    }
    mkdirSync(places, { recursive: true, mode: 0o700 });
    const made = mkdtempSync(join(places, "new-"));
    const index = `${made}.index`;
    try {
      const words = [`--work-tree=${made}`, "checkout", "--quiet", "--force", commit, "--", "."];
      await this.#git(words, { GIT_INDEX_FILE: index });
      if (!existsSync(path)) renameSync(made, path);
    } finally {
      for (const rest of [made, index]) rmSync(rest, { recursive: true, force: true });
    }
    dropOld(places, path);
    return path;
  }

  /** Locks the remote until somebody clears it; true, or why not. */
  lock(): true | string {
    ensurePrivateDir(this.#folder);
    return takeLock(this.#lockPath, true);
  }

  /** Clears the lock; whether there was one. */
  clearLock(): boolean {
    return freeLock(this.#lockPath);
  }

  /** Removes the copy. */
  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#refs = undefined;
    this.#trees.clear();
  }

  /** Names of branches and tags, those of the kinds in `ref_types`. */
  async refNames(): Promise<readonly string[]> {
    const refs = await this.#readRefs();
    return this.options.refTypes.flatMap((kind) => [...(refs.get(kind)?.keys() ?? [])]);
  }

  /** The commit of a branch, a tag, or a commit's own id, in this order. */
  async commitOf(ref: string): Promise<string | undefined> {
    const refs = await this.#readRefs();
    for (const kind of this.options.refTypes) {
      const commit = kind === "sha" ? await this.#commitOfId(ref) : refs.get(kind)?.get(ref);
      if (commit !== undefined) return commit;
    }
    return undefined;
  }

  /** The files of a commit. Throws FileSourceError. */
  async tree(commit: string): Promise<CommitTree> {
    const kept = this.#trees.get(commit);
    if (kept !== undefined) return await kept;
    const tree = this.#git(listArguments(commit)).then(readTree);
    this.#trees.set(commit, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > MAX_TREES && oldest !== undefined) this.#trees.delete(oldest);
    tree.catch(() => this.#trees.delete(commit));
    return await tree;
  }

  /** The bytes of a content, and a file that holds them. Throws FileSourceError. */
  async content(oid: string): Promise<string> {
    const path = join(this.#folder, "contents", oid.slice(0, 2), oid);
    if (existsSync(path)) return path;
    const bytes = await this.bytes(oid);
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    writeFileAtomic(path, bytes, { mode: 0o600 });
    return path;
  }

  /** The bytes of a content, unkept. Throws FileSourceError. */
  async bytes(oid: string): Promise<Buffer> {
    return await this.#git(["cat-file", "blob", oid]);
  }

  get #lockPath(): string {
    return join(this.#folder, "update.lk");
  }

  async #commitOfId(ref: string): Promise<string | undefined> {
    if (!OID.test(ref) || !existsSync(this.#repository)) return undefined;
    const commit = await this.#git(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]).catch(
      () => undefined,
    );
    return commit?.toString().trim();
  }

  async #readRefs(): Promise<Refs> {
    const fetched = statSync(join(this.#repository, "FETCH_HEAD"), { throwIfNoEntry: false })?.mtimeMs;
    if (fetched === undefined) return new Map();
    if (this.#refs?.fetched === fetched) return this.#refs.refs;
    const format = "--format=%(objectname) %(*objectname) %(refname)";
    const output = await this.#git(["for-each-ref", format, "refs/heads", "refs/tags"]);
    const branch = new Map<string, string>();
    const tag = new Map<string, string>();
    for (const line of output
      .toString()
      .split("\n")
      .filter((each) => each !== "")) {
      const [object = "", peeled = "", name = ""] = line.split(" ");
      const commit = peeled === "" ? object : peeled;
      if (name.startsWith("refs/heads/")) branch.set(name.slice("refs/heads/".length), commit);
      else tag.set(name.slice("refs/tags/".length), commit);
    }
    const refs = new Map([
      ["branch", branch],
      ["tag", tag],
    ]);
    this.#refs = { refs, fetched };
    return refs;
  }

  async #fetch(): Promise<void> {
    const { depth } = this.options;
    const { url } = signIn(this.options);
    const shallow = depth > 0 ? [`--depth=${Math.floor(depth)}`] : [];
    const refs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
    await this.#git(["fetch", "--quiet", "--prune", "--force", "--no-tags", ...shallow, "--", url, ...refs]);
  }

  async #git(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Buffer> {
    const { timeoutMs, privkey } = this.options;
    const ssh =
      privkey === ""
        ? {}
        : { GIT_SSH_COMMAND: `ssh -oBatchMode=yes -i '${privkey.replaceAll("'", "'\\''")}'` };
    return await runGit(args, {
      repository: this.#repository,
      timeoutMs,
      settings: this.#settings(),
      environment: { ...ssh, ...environment },
    });
  }

  #settings(): ReadonlyMap<string, string> {
    const settings = new Map<string, string>();
    if (!this.options.checksCertificates) settings.set("http.sslVerify", "false");
    const { setting } = signIn(this.options);
    if (setting !== undefined) settings.set(...setting);
    return settings;
  }

  #dropOldContents(): void {
    const root = join(this.#folder, "contents");
    if (!existsSync(root)) return;
    const before = Date.now() - CONTENT_AGE_MS;
    for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      const path = join(root, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isFile() && stats.mtimeMs < before) rmSync(path, { force: true });
    }
  }
}

/** Checkouts of old commits go when nobody has asked for them for a day. */
function dropOld(places: string, kept: string): void {
  const before = Date.now() - CHECKOUT_AGE_MS;
  for (const name of readdirSync(places)) {
    const path = join(places, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (path !== kept && stats !== undefined && stats.mtimeMs < before)
      rmSync(path, { recursive: true, force: true });
  }
}
