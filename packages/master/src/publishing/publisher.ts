/**
 * Publications: sealed, numbered, signed, and sent in the order of their numbers.
 */
import type { Closable, Logger, MasterConfig, Plain } from "@salt/core";
import { errorText } from "@salt/core";
import type { PrivateKey, PublishServer } from "@salt/wire";
import { ChannelError, sealPublication, topicOf } from "@salt/wire";
import type { PublicationKey } from "../sessions/publication-key.js";

/** The options of publications. */
export type PublisherConfig = Pick<
  MasterConfig,
  "sign_pub_messages" | "publish_signing_algorithm" | "zmq_filtering" | "order_masters"
>;

/** A publish map that goes to everyone, or to the topics of some minions. */
export interface Publication {
  readonly load: ReadonlyMap<string, Plain>;
  /** Ids whose topics it goes to under `zmq_filtering`; undefined broadcasts. */
  readonly ids: readonly string[] | undefined;
}

/** What a publisher is made of. */
export interface PublisherParts {
  readonly config: PublisherConfig;
  readonly key: PublicationKey;
  readonly signer: PrivateKey;
  readonly server: PublishServer;
  readonly log: Logger;
  /** Called when the serial is used up. */
  readonly onWornOut: () => void;
}

/** Jobs on their way to the socket; more are refused. */
const MAX_WAITING = 1000;

/** Sends publications one after another: minions drop those whose number is lower than the last. */
export class Publisher implements Closable {
  readonly #parts: PublisherParts;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** Takes a publication and sends it in its turn. Throws ChannelError when too many wait. */
  send(publication: Publication): void {
    if (this.#waiting >= MAX_WAITING) {
      throw new ChannelError("CHANNEL_BUSY", `${MAX_WAITING} publications wait to be sent already`);
    }
    this.#waiting += 1;
    this.#last = this.#last.then(() => this.#sendNow(publication));
  }

  /** Resolves when everything taken so far was sent. */
  async close(): Promise<void> {
    await this.#last;
  }

  async #sendNow(publication: Publication): Promise<void> {
    const { server, log } = this.#parts;
    try {
      const body = await this.#seal(publication);
      for (const topic of this.#topics(publication)) {
        await server.publish(topic === undefined ? [body] : [Buffer.from(topic), body]);
      }
    } catch (error) {
      log.error(
        { jid: publication.load.get("jid"), error: errorText(error) },
        "A job could not be published",
      );
    }
    this.#waiting -= 1;
  }

  #seal({ load }: Publication): Promise<Uint8Array> {
    const { config, key, signer, onWornOut } = this.#parts;
    if (key.isWornOut) onWornOut();
    return sealPublication({
      crypticle: key.crypticle,
      privateKey: config.sign_pub_messages ? signer : undefined,
      algorithm: config.publish_signing_algorithm,
      load: new Map([...load, ["serial", key.nextSerial()]]),
    });
  }

  #topics({ ids }: Publication): readonly (string | undefined)[] {
    const { config } = this.#parts;
    if (!config.zmq_filtering) return [undefined];
    const topics = ids === undefined ? ["broadcast"] : ids.map(topicOf);
    return config.order_masters ? [...topics, "syndic"] : topics;
  }
}
