/** The pillar of a call. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@salt/core";
import { CommandExecutionError, dict, SaltInvocationError } from "@salt/core";
import { fakeContext } from "../../testing/execution-context.js";
import { pillarOverride } from "./pillar-override.js";

const { context } = fakeContext({ opts: dict({ decrypt_pillar_renderers: ["gpg", "yaml"] }) });
const override = (kwargs: Record<string, Value>) => pillarOverride(new Map(Object.entries(kwargs)), context);

test("a map is taken, nothing else without pillar_enc", async () => {
  assert.equal(await override({}), undefined);
  assert.deepEqual(await override({ pillar: dict({ a: 1 }) }), dict({ a: 1 }));
  await assert.rejects(override({ pillar: "x" }), /must be formatted as a dictionary, unless pillar_enc/);
});

test("only renderers for decrypting decrypt, and what comes out must be a map", async () => {
  await assert.rejects(
    override({ pillar: "x", pillar_enc: "py" }),
    (error) => error instanceof SaltInvocationError && /Valid choices are: gpg, yaml$/.test(error.message),
  );
  // Any renderer that is allowed is called; yaml is one that needs no keys.
  assert.deepEqual(await override({ pillar: "a: {b: 1}", pillar_enc: "YAML" }), dict({ a: { b: 1 } }));
  await assert.rejects(
    override({ pillar: "secret", pillar_enc: "yaml" }),
    (error) => error instanceof CommandExecutionError && !error.message.includes("secret"),
  );
});

test("pillar.items refuses what it cannot decrypt, in Salt's words", async () => {
  await assert.rejects(
    context.call("pillar.items", [], { pillar: "x", pillar_enc: "py" }),
    (error) =>
      error instanceof CommandExecutionError &&
      error.message.startsWith("Failed to decrypt pillar override: 'py' is not a valid decryption renderer."),
  );
});
