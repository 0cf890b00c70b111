/** Where engines are, what their paths are made of, and what they print. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict, toValue } from "@salt/core";
import { filterText, queryText, resource } from "./engine-call.js";
import { enginePlace } from "./engine-place.js";
import { unframed } from "./log-frames.js";

test("addresses of engines", () => {
  assert.deepEqual(enginePlace(""), { socketPath: "/var/run/docker.sock" });
  assert.deepEqual(enginePlace("unix:///run/x.sock"), { socketPath: "/run/x.sock" });
  assert.deepEqual(enginePlace("unix://run/x.sock"), { socketPath: "/run/x.sock" });
  assert.deepEqual(enginePlace("tcp://10.0.0.1:2375"), { host: "10.0.0.1", port: 2375, isTls: false });
  assert.deepEqual(enginePlace("https://[::1]:2376/"), { host: "::1", port: 2376, isTls: true });
  assert.deepEqual(enginePlace("localhost:99"), { host: "localhost", port: 99, isTls: false });
  assert.throws(() => enginePlace("tcp://10.0.0.1"), /port is required/);
  assert.throws(() => enginePlace("ssh://host"), /not served/);
  assert.throws(() => enginePlace("ftp://host:1"), /Invalid bind address protocol/);
});

test("names stay parts of a path", () => {
  assert.equal(resource`/images/${"a/b:1"}/json`, "/images/a/b:1/json");
  assert.equal(resource`/containers/${"x?force=1#"}/json`, "/containers/x%3Fforce%3D1%23/json");
  for (const name of ["", "..", "a/../b", "a//b", "a\nb", "a\0b", "."])
    assert.throws(() => resource`/containers/${name}/json`, /no name of Docker's|not provided/);
});

test("queries leave out what is not given", () => {
  assert.equal(queryText({ a: null, b: undefined }), "");
  assert.equal(queryText({ all: true, v: false, t: 3, x: "a b&c" }), "?all=1&v=0&t=3&x=a+b%26c");
  assert.equal(
    filterText(dict({ label: "a=b", dangling: true })),
    '{"label": ["a=b"], "dangling": ["true"]}',
  );
  assert.equal(filterText(toValue({})), undefined);
  assert.throws(() => filterText("x"), /must be a dictionary/);
});

test("frames of logs are taken apart, broken ones refused", () => {
  const frame = (text: string): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(text.length, 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  assert.equal(Buffer.from(unframed(Buffer.concat([frame("one\n"), frame("two")]))).toString(), "one\ntwo");
  assert.equal(unframed(new Uint8Array()).length, 0);
  assert.throws(() => unframed(frame("text").subarray(0, 10)), /break off/);
  assert.throws(() => unframed(Buffer.from([1, 0, 0])), /break off/);
});
