/**
 * What a command of the request port is.
 */
import type { Dict, Plain } from "@salt/core";
import type { MinionRequest } from "../sessions/gate.js";

/** A reply that is packed already: one of the forms with signatures of their own. */
export class PackedReply {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** What a command answers. */
export type Answer = Plain | PackedReply;

/** A command in clear: whoever can reach the port may have sent it. */
export type ClearCommand = (load: Dict) => Answer | Promise<Answer>;

/** A command of a minion that has proven who it is; `request.id` is the only identity to go by. */
export type MinionCommand = (request: MinionRequest) => Answer | Promise<Answer>;

/** Commands by the word in `cmd`. */
export type CommandTable<C> = ReadonlyMap<string, C>;
