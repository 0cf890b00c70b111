/**
 * Reading a package file member by member. Everything in it comes from outside: names, types and sizes are checked
 * before anything is done with them.
 */
import { errorText } from "@salt/core";
import { Parser, type ReadEntry } from "tar";
import { SpmError } from "../errors.js";
import { isPlainPath } from "../formula/formula.js";
import { decompressFile, tooLarge } from "./bzip2.js";

/** A file or directory in a package; its name begins with the name of the package. */
export interface Member {
  /** Without a slash at its end. */
  readonly name: string;
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits. */
  readonly mode: number;
  readonly size: number;
  /** Seconds, with a fraction. */
  readonly mtime: number;
  /** What a symbolic link points to. */
  readonly target: string;
}

/** A member with its content, which is read as far as the reader wants it. */
export interface OpenMember extends Member {
  readonly content: AsyncIterable<Uint8Array>;
}

/** Bounds on what a package may hold. */
export interface ArchiveLimits {
  /** Bytes of all it holds, headers included. */
  readonly maxBytes: number;
}

const MAX_MEMBERS = 50_000;
const TYPES: Readonly<Record<string, Member["type"]>> = {
  File: "file",
  OldFile: "file",
  ContiguousFile: "file",
  Directory: "directory",
  SymbolicLink: "symlink",
};

/** The members of a package file in their order. Throws SpmError for what no package may hold. */
export async function* readMembers(path: string, limits: ArchiveLimits): AsyncGenerator<OpenMember> {
  const reader = new MemberReader(path, decompressFile(path, limits.maxBytes), limits.maxBytes);
  try {
    yield* reader.members();
  } finally {
    await reader.close();
  }
}

/** Chunks that have come of a member, and whether more will. */
interface Arriving {
  readonly entry: ReadEntry;
  chunks: Uint8Array[];
  ended: boolean;
}

class MemberReader {
  readonly #path: string;
  readonly #source: AsyncGenerator<Buffer>;
  readonly #maxBytes: number;
  readonly #parser: Parser;
  readonly #arriving: Arriving[] = [];
  #isFirst = true;
  #count = 0;
  #fault: unknown;

  constructor(path: string, source: AsyncGenerator<Buffer>, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#source = source;
    this.#parser = new Parser({ strict: true, onReadEntry: (entry) => this.#receive(entry) });
    this.#parser.on("error", (error: unknown) => {
      this.#fault ??= error;
    });
    this.#parser.on("ignoredEntry", (entry: ReadEntry) => {
      this.#fault ??= this.#refusal(`it has a member of the kind ${entry.type}`);
    });
  }

  async *members(): AsyncGenerator<OpenMember> {
    for (;;) {
      const next = this.#arriving.shift();
      if (next === undefined) {
        if (await this.#pump()) continue;
        if (this.#count === 0) throw this.#refusal("it is empty");
        return;
      }
      const content = this.#content(next);
      yield { ...this.#checked(next.entry), content };
      for await (const _rest of content); // What the reader left.
    }
  }

  async close(): Promise<void> {
    await this.#source.return(undefined);
  }

  /** Feeds the parser with what is next; false when there is no more. */
  async #pump(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    try {
      if (done) this.#parser.end();
      else this.#feed(value);
    } catch (error) {
      this.#fault ??= error;
    }
    if (this.#fault instanceof SpmError) throw this.#fault;
    if (this.#fault !== undefined) throw this.#refusal(errorText(this.#fault));
    return !done || this.#arriving.length > 0;
  }

  #feed(chunk: Buffer): void {
    // The parser would unpack these by itself, past all bounds.
    if (this.#isFirst && /^(?:1f8b|28b52ffd)/.test(chunk.toString("hex", 0, 4)))
      throw this.#refusal("it is compressed twice");
    this.#isFirst = false;
    this.#parser.write(chunk);
  }

  #receive(entry: ReadEntry): void {
    this.#count += 1;
    if (entry.size > this.#maxBytes) this.#fault ??= tooLarge(this.#path, this.#maxBytes);
    if (this.#count > MAX_MEMBERS) this.#fault ??= this.#refusal(`it has more than ${MAX_MEMBERS} members`);
    const arriving: Arriving = { entry, chunks: [], ended: false };
    entry.on("data", (chunk: Buffer) => arriving.chunks.push(chunk));
    entry.on("end", () => {
      arriving.ended = true;
    });
    this.#arriving.push(arriving);
  }

  async *#content(arriving: Arriving): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunks = arriving.chunks;
      arriving.chunks = [];
      yield* chunks;
      if (arriving.chunks.length > 0) continue;
      if (arriving.ended) return;
      if (!(await this.#pump()) && !arriving.ended && arriving.chunks.length === 0)
        throw this.#refusal(`it ends within ${JSON.stringify(arriving.entry.path)}`);
    }
  }

  #checked(entry: ReadEntry): Member {
    const name = entry.path.replace(/\/+$/, "");
    const shown = JSON.stringify(name.slice(0, 120));
    if (!isPlainPath(name)) throw this.#refusal(`the name ${shown} in it leads out of the package`);
    const type = TYPES[entry.type];
    if (type === undefined) throw this.#refusal(`${shown} in it is of the kind ${entry.type}`);
    const mode = entry.mode ?? 0o644;
    if ((mode & 0o6000) !== 0)
      throw this.#refusal(`${shown} in it would run as its owner (mode ${mode.toString(8)})`);
    const target = entry.linkpath ?? "";
    if (type === "symlink" && !staysInside(name, target))
      throw this.#refusal(`the link ${shown} in it leads out of the package`);
    return { name, type, mode: mode & 0o777, size: entry.size, mtime: secondsOf(entry.mtime), target };
  }

  #refusal(why: string): SpmError {
    return new SpmError("package", `${this.#path} is refused: ${why}`, {
      hint: "Nothing of it was installed. Ask whoever made it for a correct package.",
    });
  }
}

function secondsOf(time: Date | undefined): number {
  return time === undefined || Number.isNaN(time.getTime()) ? 0 : time.getTime() / 1000;
}

/** Whether a link stays in the directory that its member's first part names. */
function staysInside(name: string, target: string): boolean {
  if (target === "" || target.startsWith("/") || /[\x00-\x1f\x7f\\]/.test(target)) return false;
  const steps = name.split("/").slice(1, -1);
  for (const part of target.split("/")) {
    if (part === "..") {
      if (steps.pop() === undefined) return false;
    } else if (part !== "" && part !== ".") steps.push(part);
  }
  return true;
}
