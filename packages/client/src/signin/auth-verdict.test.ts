import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MutableDict } from "@salt/core";
import { dict, get, getString, isDict, isList } from "@salt/core";
import { encode, encodeClearRequest, PublicKey, parseAuthReply } from "@salt/wire";
import { makeAuthRequest } from "./auth-request.js";
import type { AuthVerdict, Credentials } from "./auth-verdict.js";
import { judgeAuthReply } from "./auth-verdict.js";
import type { SignInConfig } from "./config.js";
import { FingerprintError, MasterKeyChangedError, SignInError } from "./errors.js";
import type { MinionKeys } from "./minion-keys.js";
import { FakeMaster } from "./testing/fake-master.js";
import { minionKeys, recorded, scratch, signInConfig, vectorKey } from "./testing/recorded.js";

type Ask = (changes?: Partial<SignInConfig>) => Promise<AuthVerdict>;

/** A minion and a master that answers it once. */
async function pair(
  t: Parameters<typeof scratch>[0],
): Promise<{ ask: Ask; master: FakeMaster; keys: MinionKeys }> {
  const keys = await minionKeys(scratch(t));
  const master = new FakeMaster();
  const ask: Ask = async (changes = {}) => {
    const config = signInConfig(changes);
    const request = makeAuthRequest("web1", keys, config, new Map([["os", "Debian"]]));
    const reply = await master.handle(encodeClearRequest(request.load));
    return judgeAuthReply(parseAuthReply(reply), request, keys, config);
  };
  return { ask, master, keys };
}

function accepted(verdict: AuthVerdict): Credentials {
  if (verdict.kind !== "accepted") assert.fail(`${verdict.kind} instead of accepted`);
  return verdict.credentials;
}

function pubSig(load: MutableDict, key = vectorKey("master_sign")): void {
  const text = Buffer.from(getString(load, "pub_key") ?? "");
  load.set("pub_sig", `${key.signNow("PKCS1v15-SHA1", text).toString("base64")}\n`);
}

describe("what a sign-in reply proves", () => {
  test("an accepted minion holds all keys, and trusts the master from then on", async (t) => {
    const { ask, master, keys } = await pair(t);
    assert.equal(keys.masterKey(), undefined);
    const got = accepted(await ask());
    assert.equal(got.publications.keyText, master.aes.keyText);
    assert.equal(got.session.keyText, master.session.keyText);
    assert.equal(got.publishPort, 4505);
    assert.equal(keys.masterKey()?.pem, master.key.publicKey.pem);
    assert.equal(master.signIns[0]?.has("token"), false);
    accepted(await ask());
    assert.equal(master.signIns[1]?.has("token"), true);
  });

  test("with the other algorithms as well", async (t) => {
    const { ask, master } = await pair(t);
    const changes = { encryption_algorithm: "OAEP-SHA224", signing_algorithm: "PKCS1v15-SHA224" } as const;
    accepted(await ask(changes));
    assert.equal(accepted(await ask(changes)).session.keyText, master.session.keyText);
  });

  test("refusals by their value", async (t) => {
    const { ask, master } = await pair(t);
    for (const [ret, kind] of [
      [true, "pending"],
      [false, "rejected"],
      ["full", "full"],
    ] as const) {
      master.verdict = ret;
      assert.deepEqual(await ask(), { kind });
    }
    master.verdict = "whatever";
    await assert.rejects(ask(), SignInError);
  });

  test("a stranger cannot refuse in the place of a trusted master", async (t) => {
    const { ask, master } = await pair(t);
    accepted(await ask());
    master.signer = vectorKey("master_sign");
    for (const ret of [true, false, "full"]) {
      master.verdict = ret;
      await assert.rejects(ask(), /not signed by the master that this minion trusts/);
    }
    master.verdict = false;
    await assert.rejects(ask({ open_mode: true }), SignInError);
  });

  for (const [what, alter] of [
    ["another nonce", (load) => load.set("nonce", "0".repeat(32))],
    ["no nonce", (load) => load.delete("nonce")],
    ["no session key", (load) => load.delete("session")],
    ["no key for publications", (load) => load.delete("aes")],
    ["a key of another minion", (load) => load.set("aes", Buffer.alloc(256, 7))],
    ["no proof of the key", (load) => load.delete("sig")],
    [
      "a proof of another key",
      (load) => load.set("sig", vectorKey("master").signX931(Buffer.from("a".repeat(64)))),
    ],
    ["no master key", (load) => load.delete("pub_key")],
    ["a master key that is none", (load) => load.set("pub_key", "-----BEGIN PUBLIC KEY-----")],
    ["no port", (load) => load.delete("publish_port")],
    ["an impossible port", (load) => load.set("publish_port", 70000)],
  ] satisfies readonly (readonly [string, (load: MutableDict) => unknown])[]) {
    test(`nothing with ${what}`, async (t) => {
      const { ask, master, keys } = await pair(t);
      master.alter = alter;
      await assert.rejects(ask());
      assert.equal(keys.masterKey(), undefined);
    });
  }

  test("nothing when the signature is by another key than the one it carries", async (t) => {
    const { ask, master, keys } = await pair(t);
    master.signer = vectorKey("master_sign");
    await assert.rejects(ask(), SignInError);
    assert.equal(keys.masterKey(), undefined);
  });

  test("nothing without a signature, and the two refusals of algorithms say what to do", async (t) => {
    const { keys } = await pair(t);
    const config = signInConfig();
    const request = makeAuthRequest("web1", keys, config, new Map());
    const judge = (load: MutableDict): AuthVerdict =>
      judgeAuthReply(parseAuthReply(encode({ enc: "clear", load })), request, keys, config);
    assert.throws(() => judge(dict({ ret: "bad sig algo" })), /refuses the algorithms/);
    assert.throws(() => judge(dict({ ret: "bad enc algo" })), /refuses the algorithms/);
    assert.throws(() => judge(dict({ ret: true, nonce: request.nonce })), /not signed/);
    assert.throws(() => judge(dict({ ret: "bad sig algo", nonce: request.nonce })), /not signed/);
  });

  test("the token must come back as it was", async (t) => {
    const { ask, master } = await pair(t);
    accepted(await ask());
    master.alter = (load) => load.delete("token");
    await assert.rejects(ask(), MasterKeyChangedError);
    const other = vectorKey("minion").publicKey.encrypt("OAEP-SHA1", Buffer.from("something else"));
    master.alter = (load) => load.set("token", other);
    await assert.rejects(ask(), /another token/);
  });
});

describe("whom a minion trusts", () => {
  test("a changed master key is refused, and taken in open mode", async (t) => {
    const { ask, master, keys } = await pair(t);
    accepted(await ask());
    const before = keys.masterKey()?.pem;
    master.key = vectorKey("master_sign");
    await assert.rejects(
      ask(),
      (error) => error instanceof MasterKeyChangedError && /minion_master\.pub/.test(error.hint ?? ""),
    );
    assert.equal(keys.masterKey()?.pem, before);
    accepted(await ask({ open_mode: true }));
    assert.equal(keys.masterKey()?.pem, master.key.publicKey.pem);
  });

  test("master_finger names the only key that is taken", async (t) => {
    const { ask, master, keys } = await pair(t);
    const wrong = ask({ master_finger: "aa:bb" });
    await assert.rejects(wrong, (error) => error instanceof FingerprintError && error.exitCode === 42);
    assert.equal(keys.masterKey(), undefined);
    accepted(await ask({ master_finger: master.key.publicKey.fingerprint("sha256").toUpperCase() }));
  });

  test("a second signature is neither taken unasked nor done without when asked for", async (t) => {
    const { ask, master } = await pair(t);
    const checked = { verify_master_pubkey_sign: true };
    await assert.rejects(ask(checked), /does not sign its key/);
    master.alter = pubSig;
    await assert.rejects(ask(), /does not check that/);
    await assert.rejects(ask(checked), /no master_sign\.pub/);
  });

  test("with the second key, a changed master key is taken when it is signed rightly", async (t) => {
    const dir = scratch(t);
    const keys = await minionKeys(dir);
    const { writeKeyPair } = await import("@salt/wire");
    writeKeyPair(`${dir}/pki`, "master_sign", vectorKey("master_sign"));
    const master = new FakeMaster();
    const config = signInConfig({ verify_master_pubkey_sign: true });
    const ask = async (changes: Partial<SignInConfig> = {}): Promise<AuthVerdict> => {
      const all = { ...config, ...changes };
      const request = makeAuthRequest("web1", keys, all, new Map());
      return judgeAuthReply(
        parseAuthReply(await master.handle(encodeClearRequest(request.load))),
        request,
        keys,
        all,
      );
    };
    master.alter = (load) => pubSig(load, vectorKey("minion"));
    await assert.rejects(ask(), /signature of the master's key is wrong/);
    master.alter = pubSig;
    accepted(await ask());
    // The known key is not checked again, unless that is asked for.
    master.alter = (load) => pubSig(load, vectorKey("minion"));
    accepted(await ask());
    await assert.rejects(ask({ always_verify_signature: true }), SignInError);
    master.key = vectorKey("minion");
    await assert.rejects(ask(), SignInError);
    master.alter = pubSig;
    accepted(await ask());
    assert.equal(keys.masterKey()?.pem, master.key.publicKey.pem);
  });
});

describe("replies of real masters", () => {
  for (const release of ["3006", "3007", "3008"]) {
    for (const hash of ["SHA1", "SHA224"] as const) {
      test(`of ${release} with ${hash}`, async (t) => {
        const keys = await minionKeys(scratch(t));
        const config = signInConfig({
          encryption_algorithm: `OAEP-${hash}`,
          signing_algorithm: `PKCS1v15-${hash}`,
        });
        const file = recorded(`real-master-${release}-signed-${hash.toLowerCase()}.json`);
        const exchanges = get(file, "exchanges");
        const first = isList(exchanges) ? exchanges[0] : undefined;
        const reply = parseAuthReply(Buffer.from(getString(first, "reply_hex") ?? "", "hex"));
        const nonce = getString(get(get(first, "request"), "load"), "nonce") ?? "";
        const request = { load: new Map(), nonce, token: undefined, trusted: undefined };
        accepted(judgeAuthReply(reply, request, keys, config));
        assert.equal(keys.masterKey()?.pem, vectorKey("master").publicKey.pem);
        assert.ok(isDict(reply.load));
        assert.throws(
          () => judgeAuthReply(reply, { ...request, nonce: "f".repeat(32) }, keys, config),
          SignInError,
        );
        const stranger = PublicKey.fromPem(vectorKey("master_sign").publicKey.pem);
        assert.throws(
          () => judgeAuthReply(reply, { ...request, trusted: stranger }, keys, config),
          MasterKeyChangedError,
        );
      });
    }
  }
});
