/**
 * Plugin files on disk, found without loading them.
 */
import type { Dirent } from "node:fs";
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { extname, join } from "node:path";

/** Which program runs a file. */
export type Language = "python" | "javascript" | "typescript";

/** One plugin on disk. */
export interface PluginFile {
  /** The file's name without ending. */
  readonly name: string;
  /** The file, or the directory of a Python package. */
  readonly path: string;
  readonly language: Language;
  /** Changes when the file does. */
  readonly stamp: string;
}

/** What can be read off a file's text. */
export interface Hints {
  readonly virtualName: string | undefined;
  /** Whether only loading tells which name it serves. */
  readonly renames: boolean;
}

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  [".py", "python"],
  [".js", "javascript"],
  [".mjs", "javascript"],
  [".cjs", "javascript"],
  [".ts", "typescript"],
  [".mts", "typescript"],
]);
/** Names that can stand before the dot of `module.function`. */
const NAME = /^[A-Za-z][\w-]*$/;
/** Bytes of a file that are looked at. */
const HEAD = 64 * 1024;

/** The plugins of some directories; of several with one name, the first. Directories that are not there are empty. */
export function findPluginFiles(dirs: readonly string[]): readonly PluginFile[] {
  const found = new Map<string, PluginFile>();
  for (const dir of dirs) {
    for (const entry of entriesOf(dir)) {
      const file = pluginFile(dir, entry);
      if (file !== undefined && !found.has(file.name)) found.set(file.name, file);
    }
  }
  return [...found.values()];
}

function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // Most of these directories are never made.
  }
}

function pluginFile(dir: string, entry: Dirent): PluginFile | undefined {
  const path = join(dir, entry.name);
  const extension = extname(entry.name);
  const language = LANGUAGES.get(extension);
  const name = language === undefined ? entry.name : entry.name.slice(0, -extension.length);
  if (!NAME.test(name) || entry.name.endsWith(".d.ts")) return undefined;
  if (language !== undefined) return { name, path, language, stamp: stampOf(path) };
  const start = join(path, "__init__.py");
  return existsSync(start) ? { name, path, language: "python", stamp: stampOf(start) } : undefined;
}

function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs}-${size}-${ino}`;
  } catch {
    return "";
  }
}

/** Reads off a file which virtual name it says to serve. */
export function hintsOf(file: PluginFile): Hints {
  const text = headOf(
    file.language === "python" && !file.path.endsWith(".py") ? join(file.path, "__init__.py") : file.path,
  );
  if (file.language === "python") {
    const virtualName = /^__virtualname__\s*=\s*["'](\w+)["']/m.exec(text)?.[1];
    return { virtualName, renames: /^(def __virtual__|__virtual\w*__\s*=)/m.test(text) };
  }
  const virtualName = /\bvirtualName\s*[:=]\s*["'](\w+)["']/.exec(text)?.[1];
  return { virtualName, renames: /\bvirtualName\b/.test(text) };
}

function headOf(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(HEAD);
      return bytes.toString("utf8", 0, readSync(file, bytes, 0, HEAD, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return ""; // Loading it says what is wrong.
  }
}
