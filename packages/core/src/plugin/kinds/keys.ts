/**
 * The keys of a master as runners and wheel functions see them.
 */

/** Which keys the master knows, by state. */
export interface KeyLists {
  readonly accepted: readonly string[];
  readonly pending: readonly string[];
  readonly denied: readonly string[];
  readonly rejected: readonly string[];
}

/** The state of a key. */
export type KeyStateName = keyof KeyLists;

/** Keys of which further states a decision takes in, beside pending ones. */
export interface KeyInclusion {
  readonly includeAccepted?: boolean;
  readonly includeRejected?: boolean;
  readonly includeDenied?: boolean;
}

/** A key of the master itself. */
export interface OwnKey {
  /** Its file's name, e.g. `master.pub`. */
  readonly name: string;
  /** The text of the public key; undefined for the private one, which never leaves its file. */
  readonly pem: string | undefined;
}

/** A pair of keys as texts. */
export interface KeyTexts {
  readonly priv: string;
  readonly pub: string;
}

/** What is signed by what; absent parts are those of the configuration. */
export interface KeySigning {
  readonly publicKey: string | undefined;
  readonly privateKey: string | undefined;
  readonly targetDir: string | undefined;
  /** Name of the file with the signature. */
  readonly targetName: string;
  /** Makes the signing pair when there is none. */
  readonly autoCreate: boolean;
  readonly bits: number;
}

/** Reads and changes keys. Every change is told on the event bus. */
export interface KeyManager {
  /** All ids by state, sorted. */
  lists(): KeyLists;
  /** The ids that a glob, or any of several, matches. */
  match(pattern: string | readonly string[]): KeyLists;
  /** The key files of the master itself that there are. */
  own(): readonly OwnKey[];
  /** The text of a minion's key. */
  read(state: KeyStateName, id: string): string | undefined;
  /** The fingerprint of a public key's text. Throws KeyError for what is no key. */
  fingerprint(pem: string, hashType: string): string;
  /** Accepts pending keys among `ids`, and those of included states. */
  accept(ids: readonly string[], include?: KeyInclusion): Promise<void>;
  /** Rejects pending keys among `ids`, and those of included states. */
  reject(ids: readonly string[], include?: KeyInclusion): Promise<void>;
  /** Deletes keys of `ids`, those of one state or all. */
  delete(ids: readonly string[], state?: KeyStateName): Promise<void>;
  /** Deletes the master's own keys; it makes new ones at its next start. */
  deleteOwn(): Promise<void>;
  /** Stores a key as accepted; false when the id has an accepted one already and `force` is not given. */
  put(id: string, pem: string, force: boolean): Promise<boolean>;
  /** Makes a pair of keys. `bits` below 2048 count as 2048. */
  generate(bits: number): Promise<KeyTexts>;
  /** Makes a pair of keys in a directory; the path of the private one. Throws KeyError when they are there. */
  generateFiles(dir: string, name: string, bits: number): Promise<string>;
  /** Signs the master's public key for minions that check it; false when there is a signature already. Throws SaltError. */
  sign(signing: KeySigning): Promise<boolean>;
}
