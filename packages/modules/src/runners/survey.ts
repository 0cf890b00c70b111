/**
 * Which minions answer the same.
 */
import type { Dict, RunnerContext, Value } from "@salt/core";
import { dict, pythonStr, runnerFn, runnerModule, SaltInvocationError } from "@salt/core";
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
      run: (_args, context, { args, kwargs }) => pools(args, givenKeywords(kwargs), context),
    }),
  },
});

async function pools(args: readonly Value[], given: Dict, context: RunnerContext): Promise<readonly Dict[]> {
  const [tgt, fun, ...rest] = args;
  if (tgt === undefined || typeof fun !== "string") {
    throw new SaltInvocationError("survey.hash needs a target and a function");
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
  return found
    .sort((a, b) => direction * (a.pool.length - b.pool.length))
    .map(({ pool, result }) => dict({ pool, result }));
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
