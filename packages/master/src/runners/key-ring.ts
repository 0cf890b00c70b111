/**
 * The master's keys for runners and wheel functions; every change is told on the bus.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type {
  Dict,
  KeyInclusion,
  KeyLists,
  KeyManager,
  KeySigning,
  KeyStateName,
  KeyTexts,
  MasterConfig,
  OwnKey,
} from "@salt/core";
import { dict, tags } from "@salt/core";
import { ensureKeyPair, PrivateKey, PublicKey } from "@salt/wire";
import type { KeyChange, KeyStoreConfig } from "../keys/key-store.js";
import { KeyStore } from "../keys/key-store.js";
import { signMasterKey } from "../keys/sign-master-key.js";

/** The options of the keys. */
export type KeyRingConfig = KeyStoreConfig & Pick<MasterConfig, "master_sign_key_name">;

/** Fires an event; failing to is no failure of what was done with a key. */
export type TellKey = (tag: string, data: Dict) => Promise<void>;

const OWN_FILES: readonly string[] = ["master.pem", "master.pub"];
const MIN_BITS = 2048;

/** Reads and changes keys in `pki_dir`. */
export class KeyRing implements KeyManager {
  readonly #config: KeyRingConfig;
  readonly #pkiDir: string;
  readonly #store: KeyStore;
  readonly #tell: TellKey;

  constructor(config: KeyRingConfig, tell: TellKey) {
    this.#config = config;
    this.#pkiDir = config.pki_dir;
    this.#store = new KeyStore(config);
    this.#tell = tell;
  }

  sign(signing: KeySigning): Promise<boolean> {
    return signMasterKey(this.#config, signing);
  }

  lists(): KeyLists {
    return this.#store.lists();
  }

  match(pattern: string | readonly string[]): KeyLists {
    return this.#store.match(pattern);
  }

  own(): readonly OwnKey[] {
    return OWN_FILES.filter((name) => existsSync(join(this.#pkiDir, name))).map((name) => ({
      name,
      pem: name.endsWith(".pub") ? readFileSync(join(this.#pkiDir, name), "utf8") : undefined,
    }));
  }

  read(state: KeyStateName, id: string): string | undefined {
    return this.#store.read(state, id);
  }

  fingerprint(pem: string, hashType: string): string {
    return PublicKey.fromPem(pem).fingerprint(hashType);
  }

  async accept(ids: readonly string[], include: KeyInclusion = {}): Promise<void> {
    await this.#announce(this.#store.accept(ids, include));
  }

  async reject(ids: readonly string[], include: KeyInclusion = {}): Promise<void> {
    await this.#announce(this.#store.reject(ids, include));
  }

  async delete(ids: readonly string[], state?: KeyStateName): Promise<void> {
    await this.#announce(this.#store.delete(ids, state === undefined ? {} : { states: [state] }));
  }

  async deleteOwn(): Promise<void> {
    for (const name of OWN_FILES) await rm(join(this.#pkiDir, name), { force: true });
  }

  async put(id: string, pem: string, force: boolean): Promise<boolean> {
    if (!force && this.#store.files.has("accepted", id)) return false;
    this.#store.files.ensureFolders();
    this.#store.files.write("accepted", id, pem);
    await this.#announce([{ id, act: "accept", from: "pending" }]);
    return true;
  }

  async generate(bits: number): Promise<KeyTexts> {
    const key = await PrivateKey.generate(Math.max(bits, MIN_BITS));
    return { priv: key.toPem(), pub: key.publicKey.pem };
  }

  async generateFiles(dir: string, name: string, bits: number): Promise<string> {
    mkdirSync(dir, { recursive: true });
    await ensureKeyPair(dir, name, { bits: Math.max(bits, MIN_BITS) });
    return join(dir, `${name}.pem`);
  }

  async #announce(changes: readonly KeyChange[]): Promise<void> {
    for (const { act, id } of changes) await this.#tell(tags.key, dict({ result: true, act, id }));
  }
}
