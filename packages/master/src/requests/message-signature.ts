/**
 * Signed messages: what `minion_sign_messages` adds to every request of a minion.
 */
import type { MasterConfig } from "@salt/core";
import { asBytes, encode } from "@salt/wire";
import type { MinionRequest } from "../sessions/gate.js";

/** The options of signed messages. */
export type SignatureConfig = Pick<
  MasterConfig,
  "require_minion_sign_messages" | "drop_messages_signature_fail"
>;

/** Why a message's signature, or the lack of one, keeps it from being served; undefined when nothing does. */
export function signatureFault(config: SignatureConfig, request: MinionRequest): string | undefined {
  const sig = asBytes(request.load.get("sig"));
  if (sig === undefined) return config.require_minion_sign_messages ? "it is not signed" : undefined;
  if (!config.require_minion_sign_messages && !config.drop_messages_signature_fail) return undefined;
  return isSigned(request, sig) ? undefined : "its signature is wrong";
}

/** The signature is over the fields as the minion had packed them, in today's dialect and in their order. */
function isSigned({ load, key, sigAlgo }: MinionRequest, sig: Uint8Array): boolean {
  const signed = new Map(load);
  signed.delete("sig");
  return key.publicKey().verify(sigAlgo, encode(signed, "ipc"), sig);
}
