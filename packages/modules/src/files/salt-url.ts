/**
 * URLs of the file server: `salt://path?saltenv=name`, with `|` in front of a path that is meant as it is.
 */
import { CommandExecutionError } from "@salt/core";

const SCHEME = "salt://";

/** The two parts of a URL. */
export interface SaltUrl {
  readonly path: string;
  readonly saltenv: string | undefined;
}

/** Whether a text is such a URL. */
export function isSaltUrl(text: string): boolean {
  return text.startsWith(SCHEME);
}

/** Reads a URL. Throws CommandExecutionError for another one. */
export function parseSaltUrl(url: string): SaltUrl {
  if (!isSaltUrl(url)) throw new CommandExecutionError(`Unsupported path: ${url}`);
  const resource = url.slice(SCHEME.length);
  const [path = "", ...rest] = resource.split("?saltenv=");
  return { path, saltenv: rest.length === 0 || rest[0] === "" ? undefined : rest.join("?saltenv=") };
}

/** The URL of a path. */
export function saltUrl(path: string): string {
  return SCHEME + path;
}

/** A path without the sign that it is meant as it is. */
export function unescaped(path: string): string {
  return path.replace(/^\|+/, "");
}
