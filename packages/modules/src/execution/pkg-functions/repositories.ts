/**
 * One source of packages, as a line of a list of sources tells it.
 */
import type { Plain } from "@salt/core";

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
  /** Where it stands in a `.sources` file, and all that its block names. */
  readonly block?: {
    readonly index: number;
    readonly types: readonly string[];
    readonly uris: readonly string[];
    readonly suites: readonly string[];
  };
}

const LINE = /^(#\s*)?(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)((?:\s+[^\s#]+)*)\s*(?:#(.*))?$/;

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

/** A source as `pkg.list_repos` shows it; one of a block also with all that the block names, as in Salt 3008. */
export function shownRepository({ comment: _comment, block, ...shown }: Repository): ShownRepository {
  if (block === undefined) return shown;
  const { types, uris, suites } = block;
  const signedby = shown.signedby === "" ? null : shown.signedby;
  return { ...shown, signedby, enabled: !shown.disabled, types, uris, suites };
}

/** A source as functions answer it. */
export type ShownRepository = { readonly [name: string]: Plain };
