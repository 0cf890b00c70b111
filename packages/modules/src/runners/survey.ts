/**
 * Which minions answer the same.
 */
import type { Dict, RunnerContext, Value } from "@salt/core";
import { dict, pythonRepr, pythonStr, runnerFn, runnerModule, SaltInvocationError } from "@salt/core";
import { splitLines } from "../outputters/text/lines.js";
import { unifiedDiff } from "../text/unified-diff.js";
import { givenKeywords } from "../values/keywords.js";
import { usualPatience } from "./asking/ping.js";
import { targetOf } from "./asking/target.js";
import { argumentList } from "./salt-functions/argument-list.js";

export const survey = runnerModule("survey", {
  doc: "Which minions answer the same.",
  functions: {
    hash: runnerFn({
      doc:
        "Runs a function on minions and puts those together whose returns are the same, the largest group first; with " +
        "`survey_sort=up` the smallest. The target is a compound one unless `tgt_type=pcre`.",
      examples: ["salt-run survey.hash '*' file.get_hash /etc/hosts survey_sort=up"],
      varargs: "args",
      varkw: "kwargs",
      run: (_args, context, { args, kwargs }) => hash(args, givenKeywords(kwargs), context),
    }),
    diff: runnerFn({
      doc:
        "The same as survey.hash, and prints how the returns of each group differ from those of the first, line by " +
        "line.",
      examples: ["salt-run survey.diff '*' cp.get_file_str file:///etc/hosts survey_sort=up"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, context, { args, kwargs }) => {
        const found = await pools("survey.diff", args, givenKeywords(kwargs), context);
        const [first] = found;
        for (const pool of found) if (first !== undefined) context.progress(poolText(pool, first));
        return found.map(({ pool, result }) => dict({ pool, result }));
      },
    }),
  },
});

/** One group as the runner prints it; of all but the first, the difference to the first. */
function poolText({ pool, result }: Pool, first: Pool): string {
  const head = `minion pool :\n------------\n${pythonRepr(pool)}\npool size :\n----------\n    ${pool.length}\n`;
  if (result === first.result && pool === first.pool)
    return `${head}pool result :\n------------\n    ${result}\n`;
  const [from = "", to = ""] = [first.pool[0], pool[0]];
  const title = `differences from "${from}" results :`;
  const difference = unifiedDiff(linesOf(first.result), linesOf(result), { from, to }, 0);
  return `${head}${title}\n${"-".repeat(title.length - 1)}\n${difference}\n`;
}

function linesOf(text: string): readonly string[] {
  return splitLines(text).map((line) => `${line}\n`);
}

async function pools(
  name: string,
  args: readonly Value[],
  given: Dict,
  context: RunnerContext,
): Promise<readonly Pool[]> {
  const [tgt, fun, ...rest] = args;
  if (tgt === undefined || typeof fun !== "string") {
    throw new SaltInvocationError(`${name} needs a target and a function`);
  }
  const own = ["survey_sort", "tgt_type"];
  const keywords = [...given].filter(([name]) => !own.includes(pythonStr(name)));
  const type = given.get("tgt_type") === "pcre" ? "pcre" : "compound";
  const list = argumentList(rest, Object.fromEntries(keywords.map(([k, v]) => [pythonStr(k), v])));
  const patience = usualPatience(context);
  const answers: (readonly [string, string])[] = [];
  for await (const answer of context.run(targetOf(tgt, type), fun, list, patience)) {
    answers.push([answer.id, pythonStr(answer.return)]);
  }
  const found = grouped(answers.sort(([a], [b]) => (a < b ? -1 : 1)));
  const direction = given.get("survey_sort") === "up" ? 1 : -1;
  return found.sort((a, b) => direction * (a.pool.length - b.pool.length));
}

async function hash(args: readonly Value[], given: Dict, context: RunnerContext): Promise<readonly Dict[]> {
  const found = await pools("survey.hash", args, given, context);
  return found.map(({ pool, result }) => dict({ pool, result }));
}

interface Pool {
  readonly pool: string[];
  readonly result: string;
}

function grouped(answers: readonly (readonly [string, string])[]): Pool[] {
  const groups = new Map<string, Pool>();
  for (const [id, result] of answers) {
    const group = groups.get(result) ?? { pool: [], result };
    group.pool.push(id);
    groups.set(result, group);
  }
  return [...groups.values()];
}
