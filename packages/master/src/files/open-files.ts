/**
 * Opening the master's file server, and the place for pushed files.
 */
import { join } from "node:path";
import type { Logger, MasterConfig, Scope } from "@salt/core";
import { errorText } from "@salt/core";
import type { FileServer } from "@salt/fileserver";
import { openFileServer } from "@salt/fileserver";
import { ReceivedFiles } from "./received-files.js";

const MIB = 1024 * 1024;

/** Opens both; the scope closes them. Throws ConfigError. */
export function openFiles(
  config: MasterConfig,
  scope: Scope,
  log: Logger,
): { readonly files: FileServer; readonly received: ReceivedFiles | undefined } {
  const files = scope.use(openFileServer(config, log));
  files.keepUpdated((backend, error) => {
    log.error({ backend, reason: errorText(error) }, "A source of files could not be updated");
  });
  const limits = { file: config.file_recv_max_size * MIB, minion: config.file_recv_quota * MIB };
  const received = config.file_recv ? new ReceivedFiles(join(config.cachedir, "minions"), limits) : undefined;
  return { files, received };
}
