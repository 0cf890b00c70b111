/**
 * Checking YAML by the program yamllint.
 */
import { readFile } from "node:fs/promises";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, executionModule, fn, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { runProgram } from "./program/run-program.js";
import { problemsIn, RULES } from "./yaml-functions/problems.js";

export const yaml = executionModule("yaml", {
  doc: "Checking YAML by the program yamllint.",
  available: () => (findProgram("yamllint") === undefined ? "yamllint not installed" : true),
  functions: {
    lint: fn({
      doc: "The text of a file and what yamllint finds in it. Further keywords are variables of the template.",
      examples: ["salt '*' yaml.lint salt://example/bad_yaml.sls"],
      params: {
        source: needed.str("The file: `salt://…`, another URL or a path."),
        saltenv: maybe.str(null, "The environment; that of the minion unless given."),
        pre_render: maybe.str(null, "The pipe of renderers that makes YAML of the file, e.g. `jinja`."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }): Promise<Plain> => {
        const saltenv = args.saltenv ?? textOr(await context.call("config.get", ["saltenv"]), "base");
        const text =
          args.pre_render === null
            ? await cachedText(args.source, saltenv, context)
            : await renderedText(args.source, context, {
                ...Object.fromEntries([...kwargs].filter(([name]) => !name.startsWith("__pub_"))),
                saltenv,
                default_renderer: args.pre_render,
              });
        if (text === undefined) return [false, "Template was unable to be cached"];
        return { source: text, problems: await lint(text, context) };
      },
    }),
  },
});

function textOr(value: Value, fallback: string): string {
  return isTruthy(value) ? pythonStr(value) : fallback;
}

async function cachedText(
  source: string,
  saltenv: string,
  context: ExecutionContext,
): Promise<string | undefined> {
  const path = await context.call("cp.cache_file", [source, saltenv]);
  return typeof path === "string" && path !== "" ? await readFile(path, "utf8") : undefined;
}

async function renderedText(
  path: string,
  context: ExecutionContext,
  how: { readonly [name: string]: Value },
): Promise<string> {
  return pythonStr(await context.call("slsutil.renderer", [path], how));
}

async function lint(text: string, context: ExecutionContext): Promise<Plain> {
  const command = ["yamllint", "-f", "parsable", "-d", RULES, "-"];
  const { retcode, stdout, stderr } = await runProgram(command, context, { stdin: text });
  // 0 means that nothing is wrong, 1 that something is, as a file whose warnings only are printed.
  if (retcode > 1) throw new CommandExecutionError(`yamllint fails: ${stderr || stdout}`);
  return problemsIn(stdout).map((problem) => ({ ...problem }));
}
