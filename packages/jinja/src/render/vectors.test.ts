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

const folder = new URL("../../../../test/vectors/jinja/", import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const cases = read("cases.json") as Case[];

/** Values of kinds that filters, methods and format strings do not expect: errors are compared to the letter. */
interface OddValues {
  readonly context: Readonly<Record<string, unknown>>;
  readonly cases: readonly {
    readonly template: string;
    readonly expect: { readonly output?: string; readonly error?: OddError };
  }[];
}

interface OddError {
  readonly kind: string;
  readonly class: string;
  readonly message: string;
  readonly line: number;
}

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

async function oddOutcome(context: Case["context"], template: string): Promise<unknown> {
  try {
    return {
      output: await new Renderer({ read: () => undefined }).render({
        source: template,
        context: contextOf(context),
      }),
    };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const { kind, pyClass, message, line } = error;
    return { error: { kind, class: pyClass, message, line } };
  }
}

test("odd values fail as they do in Salt", async () => {
  const { context, cases: odd } = read("odd-values.json") as OddValues;
  const wrong: string[] = [];
  for (const { template, expect } of odd) {
    const got = await oddOutcome(context, template);
    if (JSON.stringify(got) !== JSON.stringify(expect)) wrong.push(`${template} gave ${JSON.stringify(got)}`);
  }
  assert.deepEqual(wrong, []);
});
