/** The chunks that the build has made: each can be loaded, and hands over what others import from it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Chunks } from "./start-bundle.js";

const bundle = fileURLToPath(new URL("../bundle", import.meta.url));
/** Chunks end with a hash; those of programs would run. */
const CHUNK = /-[A-Z0-9]{8}\.js$/;

test("every chunk loads, and has a value for all that it exports", () => {
  const names = readdirSync(bundle).filter((name) => CHUNK.test(name));
  assert.ok(names.length > 100);
  const chunks = new Chunks(bundle);
  for (const name of names) {
    const exports = chunks.load(name.slice(0, -".js".length));
    assert.ok(typeof exports === "object", name);
    const missing = Object.keys(exports).filter((key) => exports[key] === undefined);
    assert.deepEqual(missing, [], name);
  }
});

test("a plugin with a name that means something to CommonJS keeps it", () => {
  const chunks = new Chunks(bundle);
  const found = readdirSync(bundle)
    .filter((name) => /^module-[A-Z0-9]{8}\.js$/.test(name))
    .map((name) => chunks.load(name.slice(0, -".js".length)));
  assert.ok(found.some((exports) => "module" in exports));
});

/** Says whether V8 takes the compiled code of a chunk. */
const ASK = `
const { Chunks, setFlags } = await import(process.argv[1]);
setFlags();
console.log(new Chunks(process.argv[2]).compile("salt-call-main").cachedDataRejected);
`;

for (const options of [[], ["--max-old-space-size=512"]]) {
  test(`compiled code counts under node ${options.join(" ")}`, () => {
    const loader = new URL("start-bundle.js", import.meta.url).href;
    const words = [...options, "--input-type=module", "--eval", ASK, loader, bundle];
    assert.equal(execFileSync(process.execPath, words, { encoding: "utf8" }), "false\n");
  });
}
