/**
 * A directory tree as nested maps: directories are maps, files are their contents.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { errorText, MalformedError, matchGlob } from "@salt/core";
import { Renderers } from "@salt/render";

/** How a tree is read. */
export interface FileTreeOptions {
  readonly followsLinks: boolean;
  /** Whether the newline at the end of a file is kept: for all, or for those that globs match. */
  readonly keepsNewline: boolean | readonly string[];
  /** The pipe that files are rendered with; undefined when they are taken as they are. */
  readonly pipe: string | undefined;
}

/** Bytes of all files of one tree, and directories in one another. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 40;

/** Reads a tree. What cannot be read is logged and left out. Throws MalformedError for one that is too large. */
export async function readFileTree(
  top: string,
  options: FileTreeOptions,
  context: ExecutionContext,
): Promise<MutableDict> {
  return await new TreeReader(top, options, context).directory("", 0);
}

class TreeReader {
  readonly #top: string;
  readonly #options: FileTreeOptions;
  readonly #context: ExecutionContext;
  readonly #renderers: Renderers;
  #bytes = 0;

  constructor(top: string, options: FileTreeOptions, context: ExecutionContext) {
    this.#top = top;
    this.#options = options;
    this.#context = context;
    this.#renderers = new Renderers({ context, files: { read: async () => undefined } });
  }

  async directory(below: string, depth: number): Promise<MutableDict> {
    const found: MutableDict = new Map();
    if (depth > MAX_DEPTH) return found;
    const entries = await readdir(join(this.#top, below), { withFileTypes: true }).catch((error: unknown) => {
      this.#context.log.error(
        { path: below, reason: errorText(error) },
        "A directory of file_tree cannot be read",
      );
      return [];
    });
    const folders: string[] = [];
    const files: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const stats = await stat(join(this.#top, below, entry.name)).catch(() => undefined);
      if (stats?.isDirectory() === true) folders.push(entry.name);
      else if (stats?.isFile() === true) files.push(entry.name);
    }
    for (const name of folders) {
      const isLink = entries.some((entry) => entry.name === name && entry.isSymbolicLink());
      const isEntered = !isLink || this.#options.followsLinks;
      found.set(name, isEntered ? await this.directory(join(below, name), depth + 1) : new Map());
    }
    for (const name of files) {
      const content = await this.#file(join(below, name), name, below);
      if (content !== undefined) found.set(name, content);
    }
    return found;
  }

  async #file(path: string, name: string, below: string): Promise<Value | undefined> {
    try {
      const bytes = await readFile(join(this.#top, path));
      this.#bytes += bytes.length;
      if (this.#bytes > MAX_BYTES)
        throw new MalformedError("The files of file_tree are too large for a pillar");
      const cut = bytes.at(-1) === 10 && !this.#keepsNewline(below === "" ? `./${name}` : path);
      const content = textOf(cut ? bytes.subarray(0, -1) : bytes);
      const { pipe } = this.#options;
      if (pipe === undefined || typeof content !== "string") return content;
      return await this.#renderers.render({
        source: content,
        path: join(this.#top, path),
        saltenv: "base",
        pipe,
      });
    } catch (error) {
      if (error instanceof MalformedError || !isFileError(error)) throw error;
      this.#context.log.error({ path, reason: errorText(error) }, "A file of file_tree cannot be read");
      return undefined;
    }
  }

  #keepsNewline(path: string): boolean {
    const { keepsNewline } = this.#options;
    return typeof keepsNewline === "boolean"
      ? keepsNewline
      : keepsNewline.some((glob) => matchGlob(glob, path));
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Text where it is one; Salt's bytes become text on their way to a minion, where they can. */
function textOf(bytes: Buffer): string | Uint8Array {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : bytes;
}
