/**
 * Opening gitfs.
 */
import { join } from "node:path";
import type { Logger } from "@salt/core";
import type { FileServerConfig } from "../../open-file-server.js";
import type { PathTest } from "../../paths/ignored.js";
import { GitRemote } from "./git-remote.js";
import { GitFsBackend } from "./gitfs.js";
import { readRemotes } from "./remote-options.js";

/** Opens the remotes of a configuration. Throws ConfigError. */
export function openGitFs(config: FileServerConfig, ignored: PathTest, log: Logger): GitFsBackend {
  const remotes = readRemotes(config).map((remote) => new GitRemote(remote, join(config.cachedir, "gitfs")));
  if (remotes.length === 0) log.warn({}, "The backend gitfs has no remotes: set gitfs_remotes");
  return new GitFsBackend(remotes, ignored);
}
