/**
 * Rotation: a new AES key, so that minions without an accepted key cannot read what is published from then on.
 */
import type { Logger, MasterConfig } from "@salt/core";
import { errorText, tags } from "@salt/core";
import type { EventSink } from "../events/event-hub.js";
import type { Targeting } from "../minions/targeting.js";
import type { JobOffice } from "../publishing/job-office.js";
import type { PublicationKey } from "./publication-key.js";

/** What a rotation touches. */
export interface RotationParts {
  readonly config: Pick<MasterConfig, "ping_on_rotate">;
  readonly aes: PublicationKey;
  readonly events: EventSink;
  readonly targeting: Targeting;
  readonly log: Logger;
}

/** Makes new AES keys and lets everyone know. */
export class Rotation {
  readonly #parts: RotationParts;
  #office: JobOffice | undefined;

  constructor(parts: RotationParts) {
    this.#parts = parts;
  }

  /** Names whom `ping_on_rotate` sends its job by; that part itself rotates keys, so it comes later. */
  pingThrough(office: JobOffice): void {
    this.#office = office;
  }

  /**
   * Rotates. Minions learn of a new key from the first publication that they cannot open, and sign in again;
   * `ping_on_rotate` makes that happen at once instead of in front of the next job.
   */
  rotate(): void {
    const { config, aes, events, log } = this.#parts;
    aes.rotate();
    log.info({}, "The AES key was made anew");
    events.fire(tags.keyRotation, { rotate_aes_key: true });
    if (config.ping_on_rotate) void this.#ping();
  }

  async #ping(): Promise<void> {
    const target = { tgt: "*", tgtType: "glob", delimiter: ":" } as const;
    const order = { target, fun: "test.ping", arg: [], user: "root", ret: "", jid: undefined, to: undefined };
    const options = new Map([["nocache", true] as const]);
    try {
      const reached = await this.#parts.targeting.resolve(target);
      this.#office?.send({ ...order, options, mirrored: false }, reached);
    } catch (error) {
      this.#parts.log.error({ error: errorText(error) }, "Minions could not be pinged with the new AES key");
    }
  }
}
