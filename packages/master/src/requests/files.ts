/**
 * The file server's commands for minions, and `_file_recv`: what minions send.
 */
import type { Dict } from "@salt/core";
import { isDict, toValue } from "@salt/core";
import type { FileServer } from "@salt/fileserver";
import { answerFileRequest } from "@salt/fileserver";
import { readPushedPiece } from "../files/pushed-piece.js";
import type { ReceivedFiles } from "../files/received-files.js";
import type { LogLimiter } from "../log-limiter.js";
import type { CommandTable, MinionCommand } from "./command.js";

/** What the commands need. */
export interface FileParts {
  readonly files: FileServer;
  /** Where pushed files go; absent when the option `file_recv` is off. */
  readonly received: ReceivedFiles | undefined;
  readonly limited: LogLimiter;
}

const READING = [
  "_file_envs",
  "_file_list",
  "_file_list_emptydirs",
  "_dir_list",
  "_symlink_list",
  "_file_find",
  "_file_hash",
  "_file_hash_and_stat",
  "_serve_file",
];

/** The commands. */
export function fileCommands(parts: FileParts): CommandTable<MinionCommand> {
  const read: MinionCommand = async ({ load }) => toValue(await answerFileRequest(parts.files, load));
  return new Map<string, MinionCommand>([
    ...READING.map((cmd) => [cmd, read] as const),
    ["_file_recv", ({ id, load }) => receive(parts, id, load)],
  ]);
}

function receive({ received, limited }: FileParts, id: string, load: Dict): boolean {
  if (received === undefined) {
    limited.warn({ minion: id }, "A minion sends a file, and file_recv is off");
    return false;
  }
  const piece = readPushedPiece(load);
  const refusal = piece === undefined ? "it has no sound path, place and data" : received.store(id, piece);
  if (refusal === undefined) return true;
  limited.warn({ minion: id, refusal }, "A file of a minion is refused");
  return false;
}

/** The option `file_roots`, whatever was made of it. */
export function fileRootsOf(option: unknown): Dict {
  return isDict(option) ? option : new Map();
}
