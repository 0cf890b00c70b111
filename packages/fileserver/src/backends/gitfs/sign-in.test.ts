/**
 * Signing in at git remotes.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "./sign-in.js";

const header = (account: string): string => `Authorization: Basic ${Buffer.from(account).toString("base64")}`;

test("names and passwords leave the address, for its own host only", () => {
  assert.deepEqual(signIn({ url: "https://me:p%40ss@h.example:8443/x.git", user: "", password: "" }), {
    url: "https://h.example:8443/x.git",
    setting: ["http.https://h.example:8443/.extraHeader", header("me:p@ss")],
  });
  assert.deepEqual(signIn({ url: "http://h/x", user: "me", password: "100%" }), {
    url: "http://h/x",
    setting: ["http.http://h/.extraHeader", header("me:100%")],
  });
  assert.deepEqual(
    signIn({ url: "https://other:x@h/x", user: "me", password: "p" }).setting?.[1],
    header("me:p"),
  );
  assert.deepEqual(
    signIn({ url: "https://100%:x@h/x", user: "", password: "" }).setting?.[1],
    header("100%:x"),
  );
});

test("what needs no name stays as it is", () => {
  for (const url of ["https://h/x@y", "git@h:x.git", "ssh://git@h/x", "/srv/x.git"])
    assert.deepEqual(signIn({ url, user: "", password: "" }), { url, setting: undefined });
  assert.equal(signIn({ url: "ssh://git@h/x", user: "me", password: "p" }).setting, undefined);
});
