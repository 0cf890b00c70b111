/**
 * The file server as runners and functions see it.
 */
import type { Dict, Value } from "../../base/value.js";

/** What is listed: files, directories, empty directories, or symbolic links with what they lead to. */
export type FileListForm = "files" | "dirs" | "empty_dirs" | "links";

/** What a change of caches or locks came to, one sentence each. */
export interface FileServerOutcome {
  readonly done: readonly string[];
  readonly errors: readonly string[];
}

/** Which backends are meant: names, names with a `-` in front for all but those, or null for all. */
export type BackendChoice = Value | undefined;

/** What may be done with a file server. */
export interface FileServerControl {
  /** Names of the environments, by backend. */
  environments(backends?: BackendChoice): Promise<ReadonlyMap<string, readonly string[]>>;
  /** What an environment has: a sorted list, or a map for links. */
  list(form: FileListForm, saltenv: string, backends?: BackendChoice): Promise<Value>;
  /** Looks at the backends' sources anew, or at single remotes of them. Throws what a source's failure throws. */
  update(backends?: BackendChoice, remotes?: readonly string[]): Promise<void>;
  /** Forgets kept lists; environments by backend that were forgotten. */
  forgetLists(saltenvs: readonly string[] | null, backends?: BackendChoice): Promise<Dict>;
  clearCache(backends?: BackendChoice): Promise<FileServerOutcome>;
  /** Keeps remotes that a glob means (all when absent) from being updated. */
  lock(backends?: BackendChoice, remote?: string): Promise<FileServerOutcome>;
  clearLock(backends?: BackendChoice, remote?: string): Promise<FileServerOutcome>;
  /** Answers a command of the file server as minions send it, e.g. `_serve_file`. */
  request(load: Dict): Promise<Value>;
}
