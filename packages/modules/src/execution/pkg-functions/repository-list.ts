/**
 * Reading where packages come from: `sources.list` and the `.list` and `.sources` files in `sources.list.d`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "./repositories.js";
import { parseRepository } from "./repositories.js";
import { blockRepositories } from "./source-blocks.js";

/** The files that hold sources: one line each, or in blocks when they end in `.sources`. */
function sourceFiles(root = "/"): readonly string[] {
  const [main, directory] = [join(root, "etc/apt/sources.list"), join(root, "etc/apt/sources.list.d")];
  const more = existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => /\.(?:list|sources)$/.test(name))
        .sort()
    : [];
  return [...(existsSync(main) ? [main] : []), ...more.map((name) => join(directory, name))];
}

/** All sources, those that are commented out included. */
export function readRepositories(root = "/"): readonly Repository[] {
  return sourceFiles(root).flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (file.endsWith(".sources")) return blockRepositories(text, file);
    return text.split("\n").flatMap((line) => parseRepository(line, file) ?? []);
  });
}
