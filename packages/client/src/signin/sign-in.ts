/**
 * Signing in to one of the masters: asks in their order, waits while the key is pending, goes on for as long as allowed.
 */
import type { Dict, Logger } from "@salt/core";
import { errorText, SaltError, sleep } from "@salt/core";
import { encodeClearRequest, parseAuthReply } from "@salt/wire";
import { makeAuthRequest } from "./auth-request.js";
import type { AuthVerdict, Credentials } from "./auth-verdict.js";
import { judgeAuthReply } from "./auth-verdict.js";
import { growingPause, pendingPause } from "./back-off.js";
import type { SignInConfig } from "./config.js";
import { FingerprintError, KeyRejectedError, NoMasterError, SignInError } from "./errors.js";
import type { MasterAddress } from "./master-address.js";
import { addressText } from "./master-address.js";
import type { MinionKeys } from "./minion-keys.js";

/** Sends one request to a master and gives its reply. Throws TimeoutError. */
export type Exchange = (master: MasterAddress, body: Uint8Array, timeoutMs: number) => Promise<Uint8Array>;

/** What signing in needs. */
export interface SignInParts {
  readonly id: string;
  readonly keys: MinionKeys;
  readonly config: SignInConfig;
  readonly masters: readonly MasterAddress[];
  /** Grains for `autosign_grains`. */
  readonly grains: () => Dict;
  readonly exchange: Exchange;
  /** Rounds over all masters before giving up; -1 is for ever. */
  readonly rounds: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Waits; a test's own does not. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Between 0 and 1; a test's own is no chance. */
  readonly random?: () => number;
}

/** The outcome of a sign-in. */
export interface SignedIn {
  readonly master: MasterAddress;
  readonly credentials: Credentials;
}

/**
 * Signs in. Throws KeyRejectedError, FingerprintError, NoMasterError, and the reason of the signal when it aborts.
 */
export async function signIn(parts: SignInParts): Promise<SignedIn> {
  const { config, masters, signal } = parts;
  const pause = parts.pause ?? sleep;
  let failure: unknown;
  for (let round = 1; ; round++) {
    for (const master of masters) {
      try {
        return { master, credentials: await signInTo(master, parts) };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof KeyRejectedError || error instanceof FingerprintError) throw error;
        failure = error;
        warn(parts.log, master, error);
      }
    }
    if (parts.rounds >= 0 && round >= Math.max(parts.rounds, 1)) {
      throw new NoMasterError(masters.map(addressText), failure);
    }
    await pause(
      growingPause(round, config.acceptance_wait_time, config.acceptance_wait_time_max) * 1000,
      signal,
    );
    signal.throwIfAborted();
  }
}

/** Asks one master until it accepts the key. */
async function signInTo(master: MasterAddress, parts: SignInParts): Promise<Credentials> {
  const { config, signal } = parts;
  const pause = parts.pause ?? sleep;
  for (let attempt = 1; ; attempt++) {
    const verdict = await askPatiently(master, parts);
    if (verdict.kind === "accepted") return verdict.credentials;
    if (verdict.kind === "full")
      throw new SignInError("The master takes no more minions", { hint: "See max_minions." });
    if (verdict.kind === "rejected" && !config.rejected_retry) throw new KeyRejectedError(parts.id);
    if (config.auth_retries > 0 && attempt > config.auth_retries) {
      throw new SignInError("The key was not accepted in the time allowed", {
        hint: "Accept it with salt-key -a.",
      });
    }
    const isPending = verdict.kind === "pending";
    const seconds = isPending
      ? pendingPause(attempt, config, parts.random)
      : growingPause(attempt, config.acceptance_wait_time, config.acceptance_wait_time_max);
    const facts = { master: addressText(master), id: parts.id, seconds: Number(seconds.toFixed(1)) };
    if (isPending) parts.log.warn(facts, "The master has this minion's key and waits for it to be accepted");
    else parts.log.error(facts, "The master rejects this minion's key; asking again later");
    await pause(seconds * 1000, signal);
    signal.throwIfAborted();
  }
}

/** Sends a sign-in until there is an answer, `auth_tries` times at most. */
async function askPatiently(master: MasterAddress, parts: SignInParts): Promise<AuthVerdict> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(master, parts);
    } catch (error) {
      parts.signal.throwIfAborted();
      if (!isSilence(error) || attempt >= parts.config.auth_tries) throw error;
      parts.log.debug(
        { master: addressText(master), attempt },
        "The master did not answer a sign-in in time",
      );
    }
  }
}

async function ask(master: MasterAddress, parts: SignInParts): Promise<AuthVerdict> {
  const request = makeAuthRequest(parts.id, parts.keys, parts.config, parts.grains());
  const body = encodeClearRequest(request.load);
  const reply = await parts.exchange(master, body, parts.config.auth_timeout * 1000);
  return judgeAuthReply(parseAuthReply(reply), request, parts.keys, parts.config);
}

function isSilence(error: unknown): boolean {
  return error instanceof SaltError && error.code === "TIMEOUT";
}

function warn(log: Logger, master: MasterAddress, error: unknown): void {
  const hint = error instanceof SaltError ? error.hint : undefined;
  log.error(
    { master: addressText(master), reason: errorText(error), hint },
    "Signing in to the master failed",
  );
}
