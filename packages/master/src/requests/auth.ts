/**
 * `_auth`: a minion signs in.
 */
import type { Clock, Dict, MasterConfig, Plain } from "@salt/core";
import { getDict, getString, isMinionId, tags } from "@salt/core";
import type { EncryptionAlgorithm, SigningAlgorithm } from "@salt/wire";
import {
  asBytes,
  encodeSignedReply,
  isEncryptionAlgorithm,
  isSigningAlgorithm,
  KeyError,
  RequestRefused,
} from "@salt/wire";
import type { EventSink } from "../events/event-hub.js";
import type { AcceptedKey } from "../keys/accepted-keys.js";
import type { KeyDecision, KeyDesk } from "../keys/key-desk.js";
import type { MasterKeys } from "../keys/master-keys.js";
import type { LogLimiter } from "../log-limiter.js";
import { RateLimit } from "../rate-limit.js";
import type { PublicationKey } from "../sessions/publication-key.js";
import type { Sessions } from "../sessions/sessions.js";
import type { Answer, ClearCommand } from "./command.js";
import { PackedReply } from "./command.js";
import type { Lanes } from "./lanes.js";

/** What signing in needs. */
export interface AuthParts {
  readonly config: Pick<MasterConfig, "publish_port" | "auth_events">;
  readonly desk: KeyDesk;
  readonly keys: MasterKeys;
  readonly sessions: Sessions;
  readonly aes: PublicationKey;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly lanes: Lanes;
  readonly limited: LogLimiter;
}

/** A sign-in, read. */
interface SignIn {
  readonly id: string | undefined;
  readonly pub: string;
  readonly nonce: string;
  readonly encAlgo: EncryptionAlgorithm;
  readonly sigAlgo: SigningAlgorithm;
  readonly token: Uint8Array | undefined;
  readonly autosignGrains: Dict;
}

const NONCE = /^[0-9a-fA-F]{32}$/;
/** What each decision but accepting answers. */
const VERDICTS = { pend: true, reject: false, denied: false, full: "full" } as const;

/** How many sign-ins of strangers get onto the event bus in a minute. */
const STRANGER_EVENTS = 600;

/** The command. */
export function authCommand(parts: AuthParts): ClearCommand {
  const strangerEvents = new RateLimit(STRANGER_EVENTS, parts.clock);
  return async (load) => {
    const sigAlgo = load.get("sig_algo") ?? "PKCS1v15-SHA1";
    const encAlgo = load.get("enc_algo") ?? "OAEP-SHA1";
    // Minions know these two refusals by their exact form, which is not signed.
    if (!isSigningAlgorithm(sigAlgo)) return { enc: "clear", load: { ret: "bad sig algo" } };
    if (!isEncryptionAlgorithm(encAlgo)) return { enc: "clear", load: { ret: "bad enc algo" } };
    const signIn = readSignIn(load, encAlgo, sigAlgo);
    const decision = decide(parts, signIn);
    if (decision.act === "accept" || strangerEvents.take()) announce(parts, signIn, decision);
    if (decision.act === "accept") return acceptReply(parts, signIn, decision.key);
    return strangerReply(parts, signIn, VERDICTS[decision.act]);
  };
}

function readSignIn(load: Dict, encAlgo: EncryptionAlgorithm, sigAlgo: SigningAlgorithm): SignIn {
  const nonce = load.get("nonce");
  if (typeof nonce !== "string" || !NONCE.test(nonce))
    throw new RequestRefused("bad load", "a sign-in has no nonce");
  const id = load.get("id");
  return {
    id: isMinionId(id) ? id : undefined,
    pub: getString(load, "pub") ?? "",
    nonce,
    encAlgo,
    sigAlgo,
    token: asBytes(load.get("token")),
    autosignGrains: getDict(load, "autosign_grains") ?? new Map(),
  };
}

function decide({ desk, limited }: AuthParts, { id, pub, autosignGrains }: SignIn): KeyDecision {
  if (id !== undefined) return desk.decide({ id, pub, autosignGrains });
  limited.warn({}, "A sign-in has an id that cannot be one");
  return { act: "reject" };
}

function announce({ config, events }: AuthParts, { id, pub }: SignIn, { act }: KeyDecision): void {
  if (!config.auth_events || id === undefined) return;
  events.fire(tags.auth, { result: act === "accept" || act === "pend", act, id, pub: pub.slice(0, 16_384) });
}

async function strangerReply(parts: AuthParts, signIn: SignIn, ret: boolean | "full"): Promise<Answer> {
  if (!parts.lanes.hasRoom) throw new RequestRefused("bad load", "too many strangers sign in");
  return sign(parts, "stranger", signIn, { ret, nonce: signIn.nonce });
}

async function acceptReply(parts: AuthParts, signIn: SignIn, key: AcceptedKey): Promise<Answer> {
  const token = await openToken(parts, signIn);
  const session = parts.sessions.issue(signIn.id ?? "");
  const owner = key.publicKey();
  const sealed = (text: string): Uint8Array => owner.encrypt(signIn.encAlgo, Buffer.from(text));
  return sign(parts, "trusted", signIn, {
    enc: "pub",
    pub_key: parts.keys.publicPem,
    publish_port: parts.config.publish_port,
    pub_sig: parts.keys.voucher(signIn.sigAlgo),
    token: token === undefined ? undefined : owner.encrypt(signIn.encAlgo, token),
    aes: sealed(parts.aes.crypticle.keyText),
    session: sealed(session.crypticle.keyText),
    sig: parts.aes.proof,
    nonce: signIn.nonce,
  });
}

/** The token's text; undefined when there is none or it is not for this master, which the minion then notices. */
async function openToken(
  { keys, lanes }: AuthParts,
  { token, encAlgo }: SignIn,
): Promise<Buffer | undefined> {
  if (token === undefined) return undefined;
  try {
    return await lanes.run("trusted", () => keys.master.decryptAsync(encAlgo, token));
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}

async function sign(
  { keys, lanes }: AuthParts,
  lane: "trusted" | "stranger",
  { sigAlgo }: SignIn,
  load: { readonly [key: string]: Plain },
): Promise<PackedReply> {
  const privateKey = keys.master;
  return new PackedReply(
    await lanes.run(lane, () => encodeSignedReply({ privateKey, algorithm: sigAlgo, load })),
  );
}
