/**
 * Reading where packages come from: `sources.list` and the files in `sources.list.d`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One line of a list of sources. */
export interface Repository {
  readonly file: string;
  /** `deb` or `deb-src`. */
  readonly type: string;
  readonly uri: string;
  readonly dist: string;
  readonly comps: readonly string[];
  readonly architectures: readonly string[];
  readonly signedby: string;
  readonly disabled: boolean;
  /** What stands behind a hash sign at the end; empty when nothing does. */
  readonly comment: string;
  /** The line as it stands, without spaces around it. */
  readonly line: string;
}

const LINE = /^(#\s*)?(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)((?:\s+[^\s#]+)*)\s*(?:#(.*))?$/;

/** The files that hold sources in the form of one line each. */
function sourceFiles(root = "/"): readonly string[] {
  const [main, directory] = [join(root, "etc/apt/sources.list"), join(root, "etc/apt/sources.list.d")];
  const more = existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => name.endsWith(".list"))
        .sort()
    : [];
  return [...(existsSync(main) ? [main] : []), ...more.map((name) => join(directory, name))];
}

/** All sources, those that are commented out included. */
export function readRepositories(root = "/"): readonly Repository[] {
  return sourceFiles(root).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line) => parseRepository(line, file) ?? []),
  );
}

/** The source in a line; undefined when it is none. */
export function parseRepository(line: string, file: string): Repository | undefined {
  const found = LINE.exec(line.trim());
  if (found === null) return undefined;
  const [, mark, type = "", options = "", uri = "", dist = "", comps = "", comment = ""] = found;
  const option = (name: string): string => new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(options)?.[1] ?? "";
  return {
    file,
    type,
    uri,
    dist,
    comps: comps.trim() === "" ? [] : comps.trim().split(/\s+/),
    architectures: option("arch") === "" ? [] : option("arch").split(","),
    signedby: option("signed-by"),
    disabled: mark !== undefined,
    comment,
    line: line.trim(),
  };
}

/** A source as `pkg.list_repos` shows it. */
export function shownRepository({ comment: _comment, ...shown }: Repository): Omit<Repository, "comment"> {
  return shown;
}
