/** Templates and what Salt made of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode } from "../testing/case-values.js";
import type { Val } from "../value/types.js";
import { RenderError } from "./render-error.js";
import { Renderer } from "./renderer.js";

interface Case {
  readonly id: string;
  readonly template: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly templates?: Readonly<Record<string, string>>;
  readonly expect: { readonly output?: string; readonly error?: { readonly kind: string } };
}

const file = new URL("../../../../test/vectors/jinja/cases.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

function contextOf(plain: Case["context"]): Map<string, Val> {
  const empty = new Map<Val, Val>();
  const given = Object.entries(plain ?? {}).map(([key, value]): [string, Val] => [key, decode(value)]);
  const always: [string, Val][] = [
    ["grains", empty],
    ["pillar", empty],
    ["saltenv", "base"],
    ["env", "base"],
    ["opts", new Map([["id", "minion1"]])],
  ];
  return new Map([...always, ...given]);
}

async function outcome({ template, context, env, templates }: Case): Promise<Case["expect"]> {
  const read = (path: string): { source: string; path: string } | undefined => {
    const source = templates?.[path];
    return source === undefined ? undefined : { source, path: `<ROOT>/base/${path}` };
  };
  const renderer = new Renderer({ read, strict: env?.allow_undefined !== true });
  try {
    const options = new Map<Val, Val>(Object.entries(env ?? {}));
    return { output: await renderer.render({ source: template, context: contextOf(context), env: options }) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { error: { kind: error.kind } };
  }
}

test("templates give what Salt gives", async () => {
  const wrong: string[] = [];
  for (const each of cases) {
    const got = await outcome(each);
    const same =
      got.output === each.expect.output &&
      (got.error === undefined) === (each.expect.error === undefined) &&
      (got.error?.kind === each.expect.error?.kind || each.expect.error?.kind === "raw");
    if (!same) wrong.push(`${each.id}: ${JSON.stringify(each.template)} gave ${JSON.stringify(got)}`);
  }
  assert.deepEqual(wrong, []);
});
