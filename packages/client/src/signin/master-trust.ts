/**
 * Whom the minion trusts: on first use, by a second key, or anyone.
 */
import type { Dict } from "@salt/core";
import { getString } from "@salt/core";
import { KeyError, PublicKey } from "@salt/wire";
import type { AuthRequest } from "./auth-request.js";
import type { SignInConfig } from "./config.js";
import { MasterKeyChangedError, SignInError } from "./errors.js";
import type { MinionKeys } from "./minion-keys.js";

/** The options of trust. */
export type TrustConfig = Pick<
  SignInConfig,
  | "open_mode"
  | "verify_master_pubkey_sign"
  | "always_verify_signature"
  | "master_sign_key_name"
  | "signing_algorithm"
>;

/**
 * The master key of an accepted reply, once this minion may trust it. Throws MasterKeyChangedError, SignInError for
 * a missing or wrong second signature, KeyError.
 */
export function trustedMasterKey(
  load: Dict,
  request: AuthRequest,
  keys: MinionKeys,
  config: TrustConfig,
): PublicKey {
  const key = carriedKey(load);
  const isKnown = request.trusted?.pem === key.pem;
  const signature = getString(load, "pub_sig");
  if (!config.verify_master_pubkey_sign) {
    if (signature !== undefined) {
      throw new SignInError("The master signs its key, but this minion does not check that", {
        hint: "Set verify_master_pubkey_sign and put the master's master_sign.pub into pki_dir.",
      });
    }
    if (request.trusted !== undefined && !isKnown && !config.open_mode) {
      throw new MasterKeyChangedError(keys.masterKeyPath);
    }
    return key;
  }
  if (signature === undefined) {
    throw new SignInError("The master does not sign its key, but verify_master_pubkey_sign asks for it", {
      hint: "Set master_sign_pubkey at the master.",
    });
  }
  if (!isKnown || config.always_verify_signature) requireSecondSignature(load, signature, keys, config);
  return key;
}

function requireSecondSignature(load: Dict, signature: string, keys: MinionKeys, config: TrustConfig): void {
  const signKey = keys.signKey(config.master_sign_key_name);
  if (signKey === undefined) {
    throw new SignInError(`There is no ${config.master_sign_key_name}.pub in pki_dir`, {
      hint: "Copy it from the master's pki_dir.",
    });
  }
  const text = Buffer.from(getString(load, "pub_key") ?? "");
  if (!signKey.verify(config.signing_algorithm, text, Buffer.from(signature, "base64"))) {
    throw new SignInError("The signature of the master's key is wrong", {
      hint: "Another master may answer in its place.",
    });
  }
}

/** The key that an accepted reply carries. */
function carriedKey(load: Dict): PublicKey {
  const pem = getString(load, "pub_key");
  if (pem === undefined) throw new KeyError("a sign-in reply carries no master key");
  return PublicKey.fromPem(pem);
}
