/**
 * `x509.private_key_managed`.
 */
import type { KeyObject } from "node:crypto";
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, SaltInvocationError } from "@salt/core";
import {
  KeyPasswordFault,
  keyKind,
  keySize,
  type LoadedKey,
  loadPrivateKey,
  NoPrivateKey,
} from "../../execution/x509-functions/keys.js";
import { textOf } from "./certificate.js";
import type { Inspection } from "./managed-file.js";
import { manageFile } from "./managed-file.js";

/** A private key as it should be. */
export interface KeyWishes {
  readonly name: string;
  readonly algo: string;
  readonly keysize: number | null;
  readonly passphrase: Value;
  readonly encoding: string;
  /** Make a new one each time. */
  readonly isNew: boolean;
  /** Write over what cannot be read as a key. */
  readonly overwrite: boolean;
  readonly fileArgs: Dict;
}

const USUAL_SIZES: Readonly<Record<string, number>> = { rsa: 2048, ec: 256 };
/** What can be put right with the key that is there. */
const FORM_ONLY = new Set(["encoding", "passphrase"]);
const UNREADABLE =
  "The existing file does not seem to be a private key formatted as DER, PEM or embedded in PKCS12. " +
  "Pass overwrite: true to force regeneration";

/** Makes a private key be there. */
export function privateKeyManaged(wishes: KeyWishes, context: ExecutionContext): Promise<Dict> {
  const { name, algo, keysize, passphrase, encoding, fileArgs } = wishes;
  return manageFile(
    {
      name,
      noun: "The private key",
      encoding,
      fileArgs,
      isAlwaysNew: wishes.isNew,
      countsUnreadable: true,
      inspect: async (path) => {
        if (keysize !== null && keysize !== 0 && (algo === "ed25519" || algo === "ed448"))
          throw new SaltInvocationError(`keysize is an invalid parameter for ${algo}`);
        return inspect(path, wishes);
      },
      make: async (path, changes) => {
        if ([...changes.keys()].every((key) => FORM_ONLY.has(key)))
          return await textOf("x509.encode_private_key", [path], { passphrase, encoding }, context);
        return await textOf("x509.create_private_key", [], { algo, keysize, passphrase, encoding }, context);
      },
    },
    context,
  );
}

function inspect(path: string, wishes: KeyWishes): Inspection {
  const changes = new Map<string, Plain>();
  const there = loaded(path, wishes, changes);
  if (there === undefined) {
    if (!changes.has("replaced")) changes.set("created", wishes.name);
    return { changes, isReadable: false };
  }
  noteKind(changes, there.key, wishes);
  if (wishes.encoding !== there.encoding) changes.set("encoding", wishes.encoding);
  return { changes, isReadable: true };
}

function noteKind(changes: Map<string, Plain>, key: KeyObject, { algo, keysize }: KeyWishes): void {
  const size = keysize ?? USUAL_SIZES[algo];
  if (keyKind(key) !== algo) changes.set("algo", algo);
  else if (size !== undefined && keySize(key) !== size) changes.set("keysize", size);
}

function loaded(path: string, wishes: KeyWishes, changes: Map<string, Plain>): LoadedKey | undefined {
  try {
    return loadPrivateKey(path, wishes.passphrase);
  } catch (error) {
    if (error instanceof KeyPasswordFault) {
      changes.set("passphrase", true);
      if (error.fault === "superfluous") return loadPrivateKey(path, null);
      if (!wishes.overwrite) throw lockedFault(error.fault);
      return undefined;
    }
    if (!(error instanceof NoPrivateKey)) throw error;
    if (!wishes.overwrite) throw new CommandExecutionError(UNREADABLE);
    changes.set("replaced", wishes.name);
    return undefined;
  }
}

function lockedFault(fault: "invalid" | "missing"): CommandExecutionError {
  return new CommandExecutionError(
    fault === "invalid"
      ? "The provided passphrase cannot decrypt the private key. Pass overwrite: true to force regeneration"
      : "The existing file is encrypted. Pass overwrite: true to force regeneration without passphrase",
  );
}
