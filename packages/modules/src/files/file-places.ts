/**
 * Where a minion keeps files: Salt's layout below `cachedir`.
 */
import { createHash } from "node:crypto";
import { join, normalize } from "node:path";
import type { Dict } from "@salt/core";
import {
  CommandExecutionError,
  getString,
  isEnvironmentName,
  relativePath,
  SaltInvocationError,
} from "@salt/core";
import { unescaped } from "./salt-url.js";

/** Real Salt takes the digest of longer names. */
const MAX_NAME = 255;

/** The directory for everything that can be fetched again. Throws CommandExecutionError when the option is missing. */
export function cacheFolder(opts: Dict): string {
  const folder = getString(opts, "cachedir");
  if (folder === undefined) throw new CommandExecutionError("The option cachedir is not set");
  return folder;
}

/** An environment's name that may become part of a path. Throws SaltInvocationError. */
function checkedEnvironment(saltenv: string): string {
  if (isEnvironmentName(saltenv)) return saltenv;
  throw new SaltInvocationError("saltenv: this is no name of an environment", {
    hint: "Name one of those that cp.envs lists.",
  });
}

/** Where files of an environment are kept. */
export function environmentPlace(opts: Dict, saltenv: string): string {
  return join(cacheFolder(opts), "files", checkedEnvironment(saltenv));
}

/** Where a file of the file server is kept. Throws SaltInvocationError for a path that leads out. */
export function cachePlace(opts: Dict, saltenv: string, path: string): string {
  const rel = relativePath(unescaped(path).replace(/^\/+/, ""));
  if (rel === undefined) throw new SaltInvocationError(`path: salt://${path} names no file`);
  return join(environmentPlace(opts, saltenv), rel);
}

/** Where copies of this machine's own files are kept. */
export function localPlace(opts: Dict, path: string): string {
  const rel = relativePath(normalize(path).replace(/^[|/]+/, ""));
  if (rel === undefined) throw new SaltInvocationError("path: this is no absolute path");
  return join(cacheFolder(opts), "localfiles", rel);
}

/** Where a file from elsewhere is kept; undefined for a URL that leads out of there. */
export function externalPlace(opts: Dict, saltenv: string, url: URL): string | undefined {
  const host = url.host.replace(":", "");
  const query = url.search.replace(/^\?/, "");
  const path = url.pathname + (query === "" ? "" : `-${query}`);
  const rel = relativePath(path.replace(/^\/+/, ""));
  if (rel === undefined || path.includes("/../") || (host !== "" && relativePath(host) !== host))
    return undefined;
  const name = rel.length + 1 > MAX_NAME ? createHash("sha256").update(path).digest("hex") : rel;
  return join(cacheFolder(opts), "extrn_files", checkedEnvironment(saltenv), host, name);
}
