/**
 * Opening the file server that a configuration describes.
 */
import { join } from "node:path";
import type { ConfigOf, Dict, fileServerOptions, Logger, Value } from "@salt/core";
import { ConfigError, isDict, isList, pythonStr } from "@salt/core";
import type { FileBackend } from "./backend.js";
import { openGitFs } from "./backends/gitfs/open-gitfs.js";
import { MinionFsBackend } from "./backends/minionfs.js";
import { mountpointOf } from "./backends/mountpoint.js";
import type { FileRoots } from "./backends/roots.js";
import { RootsBackend } from "./backends/roots.js";
import { FileHashes } from "./file-hashes.js";
import { backendName, FileServer } from "./file-server.js";
import type { PathTest } from "./paths/ignored.js";
import { ignoredPaths, namesAllowed } from "./paths/ignored.js";

/** The options that a file server goes by. */
export type FileServerConfig = ConfigOf<typeof fileServerOptions> & {
  readonly hash_type: string;
  readonly cachedir: string;
  readonly file_buffer_size: number;
};

/** How a file server works. */
export interface FileServing {
  /** True where nobody else waits for this thread: a command, a job process. */
  readonly blocks: boolean;
}

/** Opens the file server of a master, or of a minion that has its files itself. Throws ConfigError. */
export function openFileServer(
  config: FileServerConfig,
  log: Logger,
  { blocks }: FileServing = { blocks: false },
): FileServer {
  const ignored = readIgnored(config);
  const make = (name: string): FileBackend => {
    if (name === "roots") return roots(config, ignored, blocks);
    if (name === "minionfs") return minionFs(config, ignored);
    if (name === "gitfs") return openGitFs(config, ignored, log);
    throw new ConfigError(`option 'fileserver_backend' names '${name}', which is not served`, {
      hint: "Served are roots, gitfs and minionfs.",
    });
  };
  return new FileServer({
    backends: config.fileserver_backend.map((name) => make(backendName(name))),
    hashes: new FileHashes(config.hash_type),
    hashType: config.hash_type,
    pieceSize: config.file_buffer_size,
  });
}

function readIgnored(config: FileServerConfig): PathTest {
  try {
    return ignoredPaths(config.file_ignore_regex, config.file_ignore_glob);
  } catch (cause) {
    throw new ConfigError("option 'file_ignore_regex' has an expression that cannot be read", {
      hint: cause instanceof Error ? cause.message : "Correct the expression.",
      cause,
    });
  }
}

function roots(config: FileServerConfig, ignored: PathTest, blocks: boolean): FileBackend {
  return new RootsBackend(readFileRoots(config.file_roots), {
    ignored,
    followLinks: config.fileserver_followsymlinks,
    ignoreLinks: config.fileserver_ignoresymlinks,
    blocks,
  });
}

function minionFs(config: FileServerConfig, ignored: PathTest): FileBackend {
  return new MinionFsBackend({
    folder: join(config.cachedir, "minions"),
    environment: config.minionfs_env,
    mountpoint: mountpointOf(config.minionfs_mountpoint),
    allowed: namesAllowed(config.minionfs_whitelist, config.minionfs_blacklist),
    ignored,
  });
}

/** The option `file_roots` as directories by environment. Throws ConfigError for anything else. */
export function readFileRoots(option: Value): FileRoots {
  const table: Dict = isDict(option) ? option : new Map();
  const found = [...table].map(([name, paths]) => [pythonStr(name), pathsOf(paths)] as const);
  return new Map(found.length === 0 ? [["base", []]] : found);
}

function pathsOf(paths: Value): readonly string[] {
  const list = isList(paths) ? paths : paths === null ? [] : [paths];
  if (list.every((path) => typeof path === "string")) return list;
  throw new ConfigError("option 'file_roots' has something else than paths", {
    hint: "Write a list of directories for each environment.",
  });
}
