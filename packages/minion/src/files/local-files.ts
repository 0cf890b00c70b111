/**
 * A minion that has its files itself (`file_client: local`): it answers its own requests for them.
 */
import type { Closable, Dict, Logger, MinionConfig, Value } from "@salt/core";
import { errorText, getString } from "@salt/core";
import type { FileServer, FileServing } from "@salt/fileserver";

/** Commands of the file server all begin like this, or are one of these. */
const FILE_COMMAND =
  /^_(file_(envs|list|list_emptydirs|find|hash|hash_and_stat)|dir_list|symlink_list|serve_file)$/;

/** Answers commands of the file server from this machine's own directories; opened at the first one. */
export class LocalFiles implements Closable {
  readonly #config: MinionConfig;
  readonly #log: Logger;
  readonly #serving: FileServing;
  #server: Promise<FileServer> | undefined;

  constructor(config: MinionConfig, log: Logger, serving: FileServing) {
    this.#config = config;
    this.#log = log;
    this.#serving = serving;
  }

  /** Whether a request is for files. */
  serves(load: Dict): boolean {
    return FILE_COMMAND.test(getString(load, "cmd") ?? "");
  }

  /** Answers a request. Throws ConfigError when `file_roots` and the like cannot be read. */
  async request(load: Dict): Promise<Value> {
    this.#server ??= this.#open();
    return await (await this.#server).request(load);
  }

  async close(): Promise<void> {
    (await this.#server?.catch(() => undefined))?.close();
  }

  /** As the reference does it, sources are looked at before the first request. */
  async #open(): Promise<FileServer> {
    const { openFileServer } = await import("@salt/fileserver");
    const server = openFileServer(this.#config, this.#log, this.#serving);
    await server.update().catch((error: unknown) => {
      this.#log.error({ reason: errorText(error) }, "A source of files could not be updated");
    });
    return server;
  }
}

/** The files of a minion that has them itself; undefined when they come from the master. */
export function openLocalFiles(
  config: MinionConfig,
  log: Logger,
  serving: FileServing,
): LocalFiles | undefined {
  return hasOwnFiles(config) ? new LocalFiles(config, log, serving) : undefined;
}

/** Whether a minion has its files and its pillar itself, and so asks no master for anything. */
export function hasOwnFiles(config: Pick<MinionConfig, "local" | "file_client">): boolean {
  return config.local || config.file_client === "local";
}
