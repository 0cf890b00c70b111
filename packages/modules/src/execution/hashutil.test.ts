/**
 * Checksums, signatures, random texts: results as Salt 3006 gives them.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { isList } from "@salt/core";
import { fakeContext } from "../testing/execution-context.js";

const call = (name: string, args: readonly Plain[], kwargs = {}) =>
  fakeContext().context.call(name, args, kwargs);

describe("hashutil", () => {
  it("computes checksums and signatures", async () => {
    assert.equal(await call("hashutil.md5_digest", ["get salted"]), "2aacf29e92feaf528fb738bcf9d647ac");
    assert.equal(
      await call("hashutil.hmac_compute", ["get salted", "shared secret"]),
      "78159ff5bb2d5e0f8d88fe403b0a690791ccbd989830fcc433d5b960c9bf0264",
    );
    const challenge_hmac = "eBWf9bstXg+NiP5AOwppB5HMvZiYMPzEM9W5YMm/AmQ=";
    const signed = { string: "get salted", shared_secret: "shared secret", challenge_hmac };
    assert.equal(await call("hashutil.hmac_signature", [], signed), true);
    assert.equal(await call("hashutil.hmac_signature", [], { ...signed, string: "other" }), false);
    await assert.rejects(call("hashutil.digest", ["x", "crc"]), /'crc' is not supported/);
  });

  it("writes and reads base64", async () => {
    assert.equal(await call("hashutil.base64_b64encode", ["get salted"]), "Z2V0IHNhbHRlZA==");
    const lines = String(await call("hashutil.base64_encodestring", ["x".repeat(60)]));
    assert.deepEqual(
      lines.split("\n").map((line) => line.length),
      [76, 4, 0],
    );
    assert.equal(await call("hashutil.base64_decodestring", [lines]), "x".repeat(60));
    await assert.rejects(call("hashutil.base64_b64decode", ["abc"]), /Incorrect padding/);
    assert.equal(await call("hashutil.base64_decodestring", ["Z2V0IHNhbHRlZA==\\n"]), "get salted");
  });
});

describe("random", () => {
  it("makes texts of the characters asked for", async () => {
    assert.match(String(await call("random.get_str", [40], { punctuation: false })), /^[A-Za-z0-9]{40}$/);
    assert.equal(await call("random.get_str", [5, "a"]), "aaaaa");
    await assert.rejects(
      call("random.get_str", [5], { lowercase: false, uppercase: false, digits: false, punctuation: false }),
    );
  });

  it("takes numbers, samples and orders from what is there", async () => {
    assert.equal(await call("random.rand_int", [3, 3]), 3);
    const shuffled = await call("random.shuffle", [["a", "b", "c"]]);
    assert.deepEqual(isList(shuffled) ? [...shuffled].sort() : shuffled, ["a", "b", "c"]);
    await assert.rejects(call("random.sample", [["a"], 2]), { name: "ValueError" });
    await assert.rejects(call("random.hash", ["x", "nosuch"]), /valid algorithm/);
  });
});

describe("random with a seed", () => {
  it("gives CPython's numbers", async () => {
    assert.equal(await call("random.seed", [10, "alpha"]), 0);
    assert.equal(await call("random.seed", [10 ** 12, "alpha"]), 665853662968);
    assert.equal(await call("random.rand_int", [3, 4, 7]), 4);
    assert.deepEqual(await call("random.shuffle", [["a", "b", "c"], 7]), ["b", "a", "c"]);
    assert.deepEqual(await call("random.sample", ["abc", 2], { seed: 7 }), ["b", "a"]);
    await assert.rejects(call("random.rand_int", [1, 2, [1]]), { name: "TypeError" });
  });

  it("takes the minion's id when no seed is given", async () => {
    const seeded = await call("random.seed", [1000, fakeContext().context.id]);
    assert.equal(await call("random.seed", [1000]), seeded);
  });
});
