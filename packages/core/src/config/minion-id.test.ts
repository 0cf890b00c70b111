/** Finding the minion's id. */
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ConfigError } from "../base/errors.js";
import { withScratch } from "../testing/scratch.js";
import { findHostName } from "./host-name.js";
import { resolveMinionId } from "./minion-id.js";

const options = { id: null, append_domain: null, minion_id_lowercase: false, minion_id_caching: true };
const named = (name: string, configDir: string) => ({ configDir, hostName: async () => name });

test("the option comes first, then the file, then the machine's name, which is kept", () =>
  withScratch({}, async (dir) => {
    const file = join(dir, "minion_id");
    assert.equal(await resolveMinionId({ ...options, id: "web1" }, named("host", dir)), "web1");
    assert.throws(() => statSync(file));
    assert.equal(await resolveMinionId(options, named("host.example", dir)), "host.example");
    assert.equal(readFileSync(file, "utf8"), "host.example");
    assert.equal(await resolveMinionId(options, named("other", dir)), "host.example");
    writeFileSync(file, "\ufeff from-file \nsecond line\n");
    assert.equal(await resolveMinionId(options, named("other", dir)), "from-file");
    assert.equal(
      await resolveMinionId({ ...options, minion_id_caching: false }, named("other", dir)),
      "other",
    );
  }));

test("case and domain", () =>
  withScratch({}, async (dir) => {
    const loose = { ...options, minion_id_caching: false };
    assert.equal(await resolveMinionId({ ...loose, minion_id_lowercase: true }, named("HOST", dir)), "host");
    assert.equal(
      await resolveMinionId({ ...loose, append_domain: "a.example" }, named("h", dir)),
      "h.a.example",
    );
    assert.equal(
      await resolveMinionId({ ...loose, append_domain: "a.example" }, named("h.a.example", dir)),
      "h.a.example",
    );
    assert.equal(await resolveMinionId({ ...loose, append_domain: "a.example" }, named("h.", dir)), "h.");
    assert.equal(
      await resolveMinionId({ ...loose, append_domain: "a.example" }, named("10.0.0.7", dir)),
      "10.0.0.7",
    );
  }));

test("what may not be an id is refused and not kept", () =>
  withScratch({}, async (dir) => {
    await assert.rejects(resolveMinionId(options, named("../x", dir)), ConfigError);
    assert.throws(() => statSync(join(dir, "minion_id")));
    await assert.rejects(resolveMinionId({ ...options, id: "a\nb" }, named("h", dir)), ConfigError);
  }));

test("this machine has a name", async () => {
  assert.notEqual(await findHostName(), "");
});
