/**
 * Answering requests: each exactly once, whatever it is.
 */
import type { Dict, MasterConfig } from "@salt/core";
import { errorText, getString, SaltError } from "@salt/core";
import type { ClearRequest, SealedRequest } from "@salt/wire";
import { encode, encodeBytes, encodePieces, parseRequest, RequestRefused } from "@salt/wire";
import type { LogLimiter } from "../log-limiter.js";
import type { LastSeen } from "../minions/last-seen.js";
import type { Gate, MinionRequest } from "../sessions/gate.js";
import type { Answer, ClearCommand, CommandTable, MinionCommand } from "./command.js";
import { PackedReply } from "./command.js";
import { isLocalAddress } from "./local-peer.js";

/** What answers are made of. */
export interface AnswererParts {
  readonly config: Pick<MasterConfig, "minimum_auth_version" | "remote_commands">;
  readonly clear: CommandTable<ClearCommand>;
  readonly sealed: CommandTable<MinionCommand>;
  readonly gate: Gate;
  readonly lastSeen: LastSeen;
  readonly limited: LogLimiter;
}

/** A reply: pieces that follow one another, so that a piece of a file is not copied on its way. */
type Pieces = readonly Uint8Array[];

/** Levels of lists and maps in a request; the arguments of a job may be as deep as anything. */
const MAX_DEPTH = 512;
/** Commands in clear that minions send; all others are for commands on the master's own machine. */
const FOR_MINIONS: ReadonlySet<string> = new Set(["_auth", "ping"]);
const FAILED_CLEAR = "Some exception handling minion payload";

/** Finds the command of a request and runs it. */
export class Answerer {
  readonly #parts: AnswererParts;

  constructor(parts: AnswererParts) {
    this.#parts = parts;
  }

  /** The reply to a request, in pieces, which came from an IP address. Never throws. */
  async answer(bytes: Uint8Array, address: string): Promise<Pieces> {
    try {
      const request = parseRequest(bytes, { maxDepth: MAX_DEPTH });
      if (request.version < this.#parts.config.minimum_auth_version) {
        throw new RequestRefused("bad load", "a request is of a protocol version that is too old");
      }
      return request.enc === "clear" ? [await this.#clear(request, address)] : await this.#sealed(request);
    } catch (error) {
      return [this.#refuse(error)];
    }
  }

  async #clear({ load }: ClearRequest, address: string): Promise<Uint8Array> {
    const cmd = commandOf(load);
    const command = this.#parts.clear.get(cmd);
    if (command === undefined) {
      this.#parts.limited.warn({ address }, "A command in clear is unknown");
      return encode({});
    }
    if (!this.#mayCome(cmd, address)) {
      this.#parts.limited.warn({ cmd, address }, "A command in clear comes from another machine");
      return encode({
        error: {
          name: "AuthenticationError",
          message: "This master takes commands from its own machine only.",
        },
      });
    }
    return pack(await command(load));
  }

  #mayCome(cmd: string, address: string): boolean {
    return FOR_MINIONS.has(cmd) || this.#parts.config.remote_commands || isLocalAddress(address);
  }

  async #sealed(sealed: SealedRequest): Promise<Pieces> {
    const request = this.#parts.gate.open(sealed);
    this.#parts.lastSeen.note(request.id);
    const answer = await this.#run(request);
    return answer instanceof PackedReply
      ? [answer.bytes]
      : encodeBytes(request.crypticle.sealPieces(encodePieces(answer), request.nonce));
  }

  /** What a command of a minion answers; an empty text when it fails. Throws RequestRefused. */
  async #run(request: MinionRequest): Promise<Answer> {
    const cmd = commandOf(request.load);
    const command = this.#parts.sealed.get(cmd);
    if (command === undefined) {
      this.#parts.limited.warn(
        { minion: request.id, cmd: cmd.slice(0, 64) },
        "A command of a minion is unknown",
      );
      return {};
    }
    try {
      return await command(request);
    } catch (error) {
      const fields = { minion: request.id, cmd, error: errorText(error) };
      // A minion must not fill the disk with lines, neither by requests that nobody can read nor by faults of ours.
      if (error instanceof SaltError) this.#parts.limited.warn(fields, "A command of a minion is refused");
      else this.#parts.limited.error(fields, "A command of a minion failed");
      return "";
    }
  }

  #refuse(error: unknown): Uint8Array {
    if (error instanceof RequestRefused) {
      this.#parts.limited.warn({ why: error.message }, "A request is refused");
      return encode(error.reply);
    }
    this.#parts.limited.warn({ error: errorText(error) }, "A request failed");
    return encode(FAILED_CLEAR);
  }
}

function commandOf(load: Dict): string {
  return getString(load, "cmd") ?? "";
}

function pack(answer: Answer): Uint8Array {
  return answer instanceof PackedReply ? answer.bytes : encode(answer);
}
