import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Dict, OutputContext, Outputter, Value } from "@salt/core";
import { getDict, getList, getString, isDict, isInt, parseJson } from "@salt/core";
import { highstate } from "./highstate.js";
import { json } from "./json.js";
import { key } from "./key.js";
import { nested } from "./nested.js";
import { newlineValuesOnly } from "./newline-values-only.js";
import { noReturn } from "./no-return.js";
import { pprint } from "./pprint.js";
import { profile } from "./profile.js";
import { progress } from "./progress.js";
import { quiet } from "./quiet.js";
import { raw } from "./raw.js";
import { table } from "./table.js";
import { txt } from "./txt.js";
import { yaml } from "./yaml.js";

const OUTPUTTERS: ReadonlyMap<string, Outputter> = new Map(
  [
    highstate,
    json,
    key,
    nested,
    newlineValuesOnly,
    noReturn,
    pprint,
    profile,
    quiet,
    raw,
    table,
    txt,
    yaml,
  ].map((one) => [one.name, one]),
);

const samples = ["outputters.json", "table-outputters.json"].flatMap((name) => {
  const file = new URL(`../../../../test/vectors/${name}`, import.meta.url);
  return (getList(parseJson(readFileSync(file, "utf8")), "samples") ?? []).filter(isDict);
});

function contextOf(sample: Dict, color: boolean): OutputContext {
  const opts = getDict(sample, "opts") ?? new Map();
  const indent = opts.get("output_indent");
  return {
    color,
    stripColors: (opts.get("strip_colors") ?? true) === true,
    indent: isInt(indent) ? Number(indent) : undefined,
    retcode: Number(sample.get("return_code_given") ?? 0),
    stateOutput: getString(opts, "state_output") ?? "full",
    stateVerbose: (opts.get("state_verbose") ?? true) === true,
    opts,
  };
}

/** The display puts one newline behind every text and drops empty ones. */
async function displayed(outputter: Outputter, input: Value, context: OutputContext): Promise<string> {
  const text = (await outputter.print(input, context))?.trimEnd() ?? "";
  return text === "" ? "" : `${text}\n`;
}

describe("outputters print what Salt prints", () => {
  let compared = 0;
  for (const sample of samples) {
    const outputter = OUTPUTTERS.get(String(sample.get("outputter")));
    if (outputter === undefined) continue;
    compared += 1;
    const plain = getString(sample, "text") ?? "";
    const colored = getString(sample, "text_force_color") ?? plain;
    const input = sample.get("input") ?? null;
    it(`${outputter.name}: ${getString(sample, "sample")}`, async () => {
      assert.equal(await displayed(outputter, input, contextOf(sample, false)), plain);
      assert.equal(await displayed(outputter, input, contextOf(sample, true)), colored);
    });
  }

  it("covers all samples but those of the progress bar", () => {
    assert.equal(
      compared,
      samples.length - samples.filter((one) => one.get("outputter") === "progress").length,
    );
    assert.ok(compared >= 149);
  });
});

describe("progress", () => {
  const context = contextOf(new Map(), false);

  it("prints the states of Salt's bar", () => {
    const sample = samples.find(
      (one) => isDict(one.get("input")) && getDict(one, "input")?.has("minion_count"),
    );
    const lines = (getString(sample ?? new Map(), "text") ?? "").trimEnd().split("\n");
    const counts = [0, 1, 2];
    const printed = counts.map((count) =>
      progress.print(
        new Map([
          ["minion_count", 2],
          ["return_count", count],
        ]),
        context,
      ),
    );
    assert.deepEqual(printed, lines);
  });

  it("prints nothing for what is no progress", () => {
    assert.equal(progress.print("x", context), undefined);
  });
});
