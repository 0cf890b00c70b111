/**
 * Answers to the questions that Debian packages ask.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { findProgram } from "./cmd/programs.js";
import { withContents } from "./file-functions/file-meta.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, plainValue, runProgram } from "./program/run-program.js";

const LINE = /^([^#]\S+)[\t ]+(\S+)[\t ]+(\S+)[\t ]+([^\n]*)$/gm;
const name = needed.any("The package.");

export const debconf = executionModule("debconfmod", {
  doc: "Answers to the questions that Debian packages ask.",
  virtualName: "debconf",
  available: ({ grains }) => {
    if (grains.get("os_family") !== "Debian")
      return "The debconfmod module could not be loaded: unsupported OS family";
    return findProgram("debconf-get-selections") === undefined
      ? "The debconfmod module could not be loaded: debconf-utils is not installed. (apt-get install debconf-utils)"
      : true;
  },
  functions: {
    get_selections: fileFn({
      doc: "All answers by package: question, kind and answer.",
      examples: ["salt '*' debconf.get_selections"],
      params: { fetchempty: maybe.bool(true, "Empty answers, too.") },
      run: (args, context): Promise<Plain> => selections(args.fetchempty, context),
    }),
    show: fileFn({
      doc: "The answers for one package; nothing when there are none.",
      examples: ["salt '*' debconf.show tzdata"],
      params: { name },
      run: async (args, context) => (await selections(true, context)).get(pythonStr(args.name)) ?? null,
    }),
    set: fileFn({
      doc: "Answers a question beforehand.",
      examples: ["salt '*' debconf.set tzdata tzdata/Areas select Europe"],
      params: {
        package: name,
        question: needed.any("The question."),
        type: needed.any("Its kind."),
        value: needed.any("The answer."),
      },
      varargs: "extra",
      run: async (args, context, { args: extra }) => {
        const words = [args.package, args.question, args.type].map((word) => oneWord(word));
        const answer = [args.value, ...extra].map((part) => plainValue(part, "value")).join(" ");
        await withContents(`${words.join(" ")} ${answer}`, (path) => setFile(path, context));
        return true;
      },
    }),
    set_file: fileFn({
      doc: "Takes answers from a file of the master.",
      examples: ["salt '*' debconf.set_file salt://pathto/pkg.selections"],
      params: {
        path: needed.str("The file."),
        saltenv: maybe.str("base", "The environment of the file server."),
      },
      varkw: "kwargs",
      run: async (args, context) => {
        const path = await context.call("cp.cache_file", [args.path, args.saltenv]);
        if (typeof path !== "string" || !isTruthy(path)) return false;
        await setFile(path, context);
        return true;
      },
    }),
    set_template: fileFn({
      doc: "Takes answers from a file of the master that is a template.",
      examples: ["salt '*' debconf.set_template salt://pathto/pkg.selections.jinja jinja '{a: 1}' '{}'"],
      params: {
        path: needed.str("The template."),
        template: needed.any("The renderer."),
        context: needed.any("Variables for the template."),
        defaults: needed.any("Variables for the template where it has no others."),
        saltenv: maybe.str("base", "The environment of the file server."),
      },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const { template, saltenv, defaults } = args;
        const more = Object.fromEntries(
          [...givenKeywords(kwargs)].map(([key, value]) => [pythonStr(key), value]),
        );
        const options = { ...more, template, saltenv, defaults, context: args.context };
        const path = await context.call("cp.get_template", [args.path, null], options);
        if (typeof path !== "string" || path === "") return false;
        await setFile(path, context);
        return true;
      },
    }),
  },
});

async function selections(fetchEmpty: boolean, context: ExecutionContext): Promise<Map<string, Value>> {
  const { stdout } = await runProgram(["debconf-get-selections"], context);
  const found = new Map<string, Value>();
  for (const [, owner = "", question = "", kind = "", answer = ""] of stdout.matchAll(LINE)) {
    if (!fetchEmpty && answer === "") continue;
    const old = found.get(owner);
    found.set(owner, [...(isList(old) ? old : []), [question, kind, answer]]);
  }
  return found;
}

/** A word of the line: with blanks it would be two. */
function oneWord(value: Value): string {
  const word = plainName(value, "package, question or type");
  return plainName(/\s/.test(word) ? "" : word, "package, question or type with blanks");
}

async function setFile(path: string, context: ExecutionContext): Promise<void> {
  await runProgram(["debconf-set-selections", "--", path], context, { ignore_retcode: false });
}
