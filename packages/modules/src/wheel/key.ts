/**
 * Keys of minions and of the master: what `salt-key` does, for programs.
 */
import { existsSync } from "node:fs";
import type { KeyInclusion, KeyLists, KeyManager, KeyStateName, Value, WheelContext } from "@salt/core";
import {
  dict,
  get,
  getString,
  isDict,
  isList,
  isMinionId,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltError,
  SaltInvocationError,
  wheelFn,
  wheelModule,
} from "@salt/core";
import { fingerprints, KEY_NAMES, keysByName, keyTexts, statesNamed } from "./keys/lists.js";

const match = needed.any("Ids: a glob, several with commas, or a list.");
const matchDict = needed.dict("Ids by state, e.g. `{minions_pre: [web1]}`.");
const include_rejected = maybe.bool(false, "Rejected keys too.");
const include_denied = maybe.bool(false, "Denied keys too.");
const include_accepted = maybe.bool(false, "Accepted keys too.");
const hash_type = maybe.str(null, "The digest; the option hash_type of the master unless given.");
const keysize = maybe.int(2048, "Bits of the key, at least 2048.");

export const key = wheelModule("key", {
  doc: "Keys of minions and of the master: what `salt-key` does, for programs.",
  functions: {
    list: wheelFn({
      doc: "Ids whose keys have a state: acc, pre, rej, den or all.",
      params: { match: needed.str("The state, or a word that begins like its name.") },
      run: (args, { keyring }) => statesNamed(args.match, keyring),
    }),
    list_all: wheelFn({
      doc: "All ids by state, and the master's own key files.",
      run: (_args, { keyring }) => keysByName(keyring.lists(), { own: keyring, empty: true }),
    }),
    name_match: wheelFn({
      doc: "The ids that match, by state.",
      params: { match },
      run: (args, { keyring }) => keysByName(matching(args.match, keyring)),
    }),
    accept: wheelFn({
      doc: "Accepts keys that wait. Gives the ids that match, by state.",
      params: { match, include_rejected, include_denied },
      run: async (args, { keyring }) => {
        await keyring.accept(idsOf(matching(args.match, keyring)), inclusion(args));
        return keysByName(matching(args.match, keyring));
      },
    }),
    accept_dict: wheelFn({
      doc: "Accepts the keys of a map from states to ids.",
      params: { match: matchDict, include_rejected, include_denied },
      run: async (args, { keyring }) => {
        const wanted = readDict(args.match);
        const taken = [...wanted.pending, ...pick(args.include_rejected, wanted.rejected)];
        await keyring.accept([...taken, ...pick(args.include_denied, wanted.denied)], inclusion(args));
        return still(wanted, keyring);
      },
    }),
    reject: wheelFn({
      doc: "Rejects keys that wait. Gives the ids that match, by state.",
      params: { match, include_accepted, include_denied },
      run: async (args, { keyring }) => {
        await keyring.reject(idsOf(matching(args.match, keyring)), inclusion(args));
        return keysByName(matching(args.match, keyring));
      },
    }),
    reject_dict: wheelFn({
      doc: "Rejects the keys of a map from states to ids.",
      params: { match: matchDict, include_accepted, include_denied },
      run: async (args, { keyring }) => {
        const wanted = readDict(args.match);
        const taken = [...wanted.pending, ...pick(args.include_accepted, wanted.accepted)];
        await keyring.reject([...taken, ...pick(args.include_denied, wanted.denied)], inclusion(args));
        return still(wanted, keyring);
      },
    }),
    delete: wheelFn({
      doc: "Deletes keys of every state. Gives what matches then, which is nothing.",
      params: { match },
      run: async (args, { keyring }) => {
        await keyring.delete(idsOf(matching(args.match, keyring)));
        return keysByName(matching(args.match, keyring));
      },
    }),
    delete_dict: wheelFn({
      doc: "Deletes the keys of a map from states to ids.",
      params: { match: matchDict },
      run: async (args, { keyring }) => {
        const wanted = readDict(args.match);
        for (const [state] of KEY_NAMES) await keyring.delete(wanted[state], state);
        return still(wanted, keyring);
      },
    }),
    finger: wheelFn({
      doc: "The fingerprints of keys by state and id.",
      params: { match, hash_type },
      run: (args, context) => {
        const { keyring } = context;
        return fingerprints(keyring, matching(args.match, keyring), digest(args.hash_type, context));
      },
    }),
    finger_master: wheelFn({
      doc: "The fingerprint of the master's own key.",
      params: { hash_type },
      run: (args, context) => {
        const pem = masterKey(context.keyring);
        return {
          local: { "master.pub": context.keyring.fingerprint(pem, digest(args.hash_type, context)) },
        };
      },
    }),
    print: wheelFn({
      doc: "The texts of keys by state and id.",
      params: { match },
      run: (args, { keyring }) => keyTexts(keyring, matching(args.match, keyring)),
    }),
    master_key_str: wheelFn({
      doc: "The text of the master's own public key.",
      run: (_args, { keyring }) => ({ local: { "master.pub": masterKey(keyring) } }),
    }),
    gen: wheelFn({
      doc: "Makes a pair of keys and gives both texts; nothing of them stays on the master.",
      params: { id_: maybe.str(null, "A name for the pair; it has no meaning here."), keysize },
      run: async (args, { keyring }) => dict({ ...(await keyring.generate(args.keysize ?? 2048)) }),
    }),
    gen_accept: wheelFn({
      doc:
        "Makes a pair of keys, accepts the public one for a minion that is to get it, and gives both texts. Gives an " +
        "empty map when the minion has an accepted key already.",
      params: {
        id_: needed.str("The minion."),
        keysize,
        force: maybe.bool(false, "Replace a key that is there."),
      },
      run: async (args, { keyring }) => {
        if (!isMinionId(args.id_)) throw new SaltInvocationError(`${args.id_} cannot be a minion id`);
        const pair = await keyring.generate(args.keysize ?? 2048);
        return (await keyring.put(args.id_, pair.pub, args.force)) ? { ...pair } : {};
      },
    }),
    gen_signature: wheelFn({
      doc:
        "Signs the master's public key for minions that check it; false when there is a signature already. A text says " +
        "which key is missing.",
      params: {
        priv: needed.any("The private key's file; empty for the one of the configuration."),
        pub: needed.any("The public key's file; empty for the master's own."),
        signature_path: needed.any("The directory of the signature; empty for that of the keys."),
        auto_create: maybe.bool(false, "Make a pair of keys to sign with when there is none."),
        keysize,
      },
      run: (args, context) => genSignature(args, context),
    }),
    gen_keys: wheelFn({
      doc: "Makes a pair of keys as files of a directory. Gives the path of the private one.",
      params: {
        keydir: needed.str("The directory."),
        keyname: needed.str("The name of the files."),
        keysize,
        user: maybe.str(null, "Their owner; files belong to the master's own account here."),
      },
      run: (args, { keyring }) => {
        if (args.user !== null)
          throw new SaltInvocationError("user: the files belong to the master's account");
        if (/[/\\]|^\.|^$/.test(args.keyname))
          throw new SaltInvocationError("keyname: a plain name is needed");
        return keyring.generateFiles(args.keydir, args.keyname, args.keysize ?? 2048);
      },
    }),
  },
});

interface SignatureArgs {
  readonly priv: Value;
  readonly pub: Value;
  readonly signature_path: Value;
  readonly auto_create: boolean;
  readonly keysize: number | null;
}

async function genSignature(args: SignatureArgs, { opts, keyring }: WheelContext): Promise<boolean | string> {
  const path = (value: Value): string | undefined => (isTruthy(value) ? pythonStr(value) : undefined);
  const [publicKey, privateKey] = [path(args.pub), path(args.priv)];
  if (publicKey !== undefined && !existsSync(publicKey)) return `Public-key ${publicKey} does not exist`;
  if (privateKey !== undefined && !existsSync(privateKey)) return `Private-key ${privateKey} does not exist`;
  try {
    return await keyring.sign({
      ...{ publicKey, privateKey, targetDir: path(args.signature_path) },
      targetName: getString(opts, "master_pubkey_signature") ?? "master_pubkey_signature",
      ...{ autoCreate: args.auto_create, bits: args.keysize ?? 2048 },
    });
  } catch (error) {
    if (error instanceof SaltError && error.code === "NO_PRIVATE_KEY") return "No usable private-key found";
    if (error instanceof SaltError && error.code === "NO_PUBLIC_KEY") return "No usable public-key found";
    throw error;
  }
}

/** The ids that a match means; as on the command line, commas separate several globs. */
function matching(value: Value, keyring: KeyManager): KeyLists {
  const globs = isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
  return keyring.match(globs.map((glob) => glob.trim()));
}

function idsOf(lists: KeyLists): readonly string[] {
  return [...new Set(KEY_NAMES.flatMap(([state]) => lists[state]))];
}

function inclusion(args: {
  readonly include_accepted?: boolean;
  readonly include_rejected?: boolean;
  readonly include_denied?: boolean;
}): KeyInclusion {
  return {
    includeAccepted: args.include_accepted ?? false,
    includeRejected: args.include_rejected ?? false,
    includeDenied: args.include_denied ?? false,
  };
}

function readDict(value: Value): KeyLists {
  const ids = (state: KeyStateName): readonly string[] => {
    const name = KEY_NAMES.find(([each]) => each === state)?.[1] ?? "";
    const list = isDict(value) ? get(value, name) : undefined;
    return isList(list) ? list.map(pythonStr).filter(isMinionId) : [];
  };
  return {
    accepted: ids("accepted"),
    pending: ids("pending"),
    denied: ids("denied"),
    rejected: ids("rejected"),
  };
}

function still(wanted: KeyLists, keyring: KeyManager): ReturnType<typeof keysByName> {
  const ids = new Set(idsOf(wanted));
  const now = keyring.lists();
  const of = (state: KeyStateName): readonly string[] => now[state].filter((id) => ids.has(id));
  const left = { accepted: of("accepted"), pending: of("pending"), denied: of("denied") };
  return keysByName({ ...left, rejected: of("rejected") });
}

function pick(is: boolean, ids: readonly string[]): readonly string[] {
  return is ? ids : [];
}

function masterKey(keyring: KeyManager): string {
  const pem = keyring.own().find(({ name }) => name === "master.pub")?.pem;
  if (pem === undefined) throw new SaltInvocationError("The master has no key yet");
  return pem;
}

function digest(given: string | null, { opts }: WheelContext): string {
  return given ?? pythonStr(opts.get("hash_type") ?? "sha256");
}
