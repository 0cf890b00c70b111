/**
 * The file server: several backends as one.
 */
import type {
  BackendChoice,
  Closable,
  Dict,
  FileListForm,
  FileServerControl,
  FileServerOutcome,
  Value,
} from "@salt/core";
import { dict, isEnvironmentName, isList, pythonStr, toValue } from "@salt/core";
import type { FileBackend, FileListing, FoundFile } from "./backend.js";
import { answerFileRequest } from "./commands.js";
import type { FileHashes } from "./file-hashes.js";
import { KeptFiles } from "./kept-files.js";
import { readFileAddress } from "./paths/request-path.js";

/** What a file server is made of. */
export interface FileServerParts {
  readonly backends: readonly FileBackend[];
  readonly hashes: FileHashes;
  readonly hashType: string;
  /** Bytes in a piece of a file. */
  readonly pieceSize: number;
}

/** Serves files of several backends; the first that has a file wins. */
export class FileServer implements FileServerControl, Closable {
  readonly hashType: string;
  readonly #backends: readonly FileBackend[];
  readonly #hashes: FileHashes;
  readonly #pieceSize: number;
  readonly #kept = new KeptFiles();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor({ backends, hashes, hashType, pieceSize }: FileServerParts) {
    this.#backends = backends;
    this.#hashes = hashes;
    this.hashType = hashType;
    this.#pieceSize = pieceSize;
  }

  /** Looks at each backend's source now and then; `failed` hears of what went wrong. */
  keepUpdated(failed: (backend: string, error: unknown) => void): void {
    for (const backend of this.#backends) {
      const { updateEvery } = backend;
      if (updateEvery === undefined) continue;
      const update = (): void => {
        backend.update?.(undefined).catch((error: unknown) => failed(backend.name, error));
      };
      update();
      this.#timers.push(setInterval(update, Math.max(updateEvery, 1000)));
    }
  }

  /** The file that a path of a request means, e.g. `web/site.conf?saltenv=dev`. */
  async find(path: string, saltenv: string): Promise<FoundFile | undefined> {
    const address = readFileAddress(path, saltenv);
    if (address === undefined) return undefined;
    for (const backend of this.#backends) {
      const found = await backend.find(address.path, address.saltenv, address.index);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The digest of a file that was found. */
  async hash(file: FoundFile): Promise<string> {
    return await this.#hashes.of(file);
  }

  /** The piece of a file that begins at `loc`; empty behind the end. Throws the system's error. */
  async read(file: FoundFile, loc: number): Promise<Uint8Array> {
    return await this.#kept.read(file, loc, this.#pieceSize);
  }

  async environments(choice?: BackendChoice): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    for (const backend of this.#chosen(choice)) found.set(backend.name, await backend.environments());
    return found;
  }

  async list(form: FileListForm, saltenv: string, choice?: BackendChoice): Promise<Value> {
    const lists = isEnvironmentName(saltenv) ? await this.#lists(saltenv, choice) : [];
    if (form === "links") return new Map(lists.toReversed().flatMap(({ links }) => [...links]));
    const names = lists.flatMap((list) => namesOf(list, form));
    return lists.length === 1 ? names : [...new Set(names)].sort();
  }

  async update(choice?: BackendChoice, remotes?: readonly string[]): Promise<void> {
    for (const backend of this.#chosen(choice)) await backend.update?.(remotes);
  }

  async forgetLists(saltenvs: readonly string[] | null, choice?: BackendChoice): Promise<Dict> {
    const forgotten = this.#chosen(choice).map(
      (backend) => [backend.name, backend.forgetLists?.(saltenvs) ?? []] as const,
    );
    return dict(forgotten.filter(([, names]) => names.length > 0));
  }

  async clearCache(choice?: BackendChoice): Promise<FileServerOutcome> {
    this.#hashes.clear();
    return await this.#each(choice, async (backend) => {
      backend.forgetLists?.(null);
      const errors = (await backend.clearCache?.()) ?? [];
      const done = `The ${backend.name} fileserver cache was successfully cleared`;
      return errors.length > 0 ? { done: [], errors } : { done: [done], errors: [] };
    });
  }

  async lock(choice?: BackendChoice, remote?: string): Promise<FileServerOutcome> {
    return await this.#each(choice, (backend) => backend.lock?.(remote));
  }

  async clearLock(choice?: BackendChoice, remote?: string): Promise<FileServerOutcome> {
    return await this.#each(choice, (backend) => backend.clearLock?.(remote));
  }

  async request(load: Dict): Promise<Value> {
    return toValue((await answerFileRequest(this, load)) ?? new Map());
  }

  close(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#kept.close();
  }

  async #lists(saltenv: string, choice: BackendChoice): Promise<readonly FileListing[]> {
    const lists: FileListing[] = [];
    for (const backend of this.#chosen(choice)) {
      const list = await backend.list(saltenv);
      if (list !== undefined) lists.push(list);
    }
    return lists;
  }

  async #each(
    choice: BackendChoice,
    act: (backend: FileBackend) => Promise<FileServerOutcome> | undefined,
  ): Promise<FileServerOutcome> {
    const outcomes: FileServerOutcome[] = [];
    for (const backend of this.#chosen(choice))
      outcomes.push((await act(backend)) ?? { done: [], errors: [] });
    return {
      done: outcomes.flatMap(({ done }) => done),
      errors: outcomes.flatMap(({ errors }) => errors),
    };
  }

  #chosen(choice: BackendChoice): readonly FileBackend[] {
    if (choice === undefined || choice === null || choice === "") return this.#backends;
    const names = isList(choice) ? choice.map(pythonStr) : pythonStr(choice).split(",");
    const isOneOf = (backend: FileBackend, prefix: string): boolean =>
      names.some(
        (name) => name.startsWith(prefix) && backendName(name.slice(prefix.length)) === backend.name,
      );
    const allButSome = names.every((name) => name.startsWith("-"));
    return this.#backends.filter((backend) => (allButSome ? !isOneOf(backend, "-") : isOneOf(backend, "")));
  }
}

/** Short names of backends. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["git", "gitfs"],
  ["minion", "minionfs"],
]);

/** The full name of a backend. */
export function backendName(name: string): string {
  return SHORT.get(name) ?? name;
}

function namesOf(list: FileListing, form: Exclude<FileListForm, "links">): readonly string[] {
  if (form === "files") return list.files;
  return form === "dirs" ? list.dirs : list.emptyDirs;
}
