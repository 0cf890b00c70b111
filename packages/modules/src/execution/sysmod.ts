/**
 * What functions there are, and how they are called.
 */
import type { ExecutionContext, Plain, PluginKind } from "@salt/core";
import { executionModule, fn, isDict, matchGlob, maybe, pythonStr } from "@salt/core";
import type { DescribedFunctions } from "./sys-functions/describe.js";
import { argspecsOf, builtinRunners, docsOf, functionsOf } from "./sys-functions/describe.js";
import { schemaOf } from "./sys-functions/schema.js";
import { documentedNames, modulesFor, namesFor } from "./sys-functions/select.js";

const names = (functions: DescribedFunctions): readonly string[] => [...functions.keys()];
const module = maybe.str("", "A module's name, or a glob for whole names.");

/** Functions that list, document and describe the plugins of another kind; `word` is its name for people. */
const lists = (
  find: (context: ExecutionContext) => Promise<DescribedFunctions>,
  word: string,
  example: string,
) => ({
  functions: fn({
    doc: `The names of ${word} functions: all, those of some modules, or those that globs mean.`,
    examples: [`salt '*' ${example}`],
    varargs: "args",
    varkw: "kwargs",
    run: async (_args, context, { args }) => namesFor(names(await find(context)), args),
  }),
  modules: (examples: string) =>
    fn({
      doc: `The names of ${word} modules: all, or those that are asked for.`,
      examples: [`salt '*' ${examples}`],
      varargs: "args",
      run: async (_args, context, { args }) => modulesFor(names(await find(context)), args),
    }),
  docs: (examples: string) =>
    fn({
      doc: `The documentation of ${word} functions: all, or those that are asked for.`,
      examples: [`salt '*' ${examples}`],
      varargs: "args",
      run: async (_args, context, { args }) => {
        const functions = await find(context);
        return docsOf(functions, documentedNames(names(functions), args));
      },
    }),
  argspecs: (examples: string) =>
    fn({
      doc: `The parameters of ${word} functions and their defaults.`,
      examples: [`salt '*' ${examples}`],
      params: { module },
      run: async (args, context) => {
        const functions = await find(context);
        return argspecsOf(functions, namesFor(names(functions), [args.module ?? ""]));
      },
    }),
});

const here =
  (kind: PluginKind) =>
  (context: ExecutionContext): Promise<DescribedFunctions> =>
    functionsOf(context.ofKind(kind));
const states = lists(here("state"), "state", "sys.list_state_functions file");
const runners = lists(builtinRunners, "runner", "sys.list_runner_functions jobs");
const returners = lists(here("returner"), "returner", "sys.list_returner_functions");

export const sys = executionModule("sysmod", {
  doc: "What functions there are, and how they are called.",
  virtualName: "sys",
  functions: {
    doc: fn({
      doc: "The documentation of functions: of all, of those of some modules, or of those that globs mean.",
      examples: [
        "salt '*' sys.doc",
        "salt '*' sys.doc test.ping",
        "salt '*' sys.doc cmd",
        "salt '*' sys.doc 'grains.set*'",
      ],
      varargs: "args",
      run: async (_args, context, { args }) => {
        const functions = await functionsOf(context.functions);
        return docsOf(functions, documentedNames(names(functions), args));
      },
    }),
    argspec: fn({
      doc: "The parameters of functions and their defaults.",
      examples: ["salt '*' sys.argspec cmd.run", "salt '*' sys.argspec 'grains.*'"],
      params: { module },
      run: async (args, context) => {
        const functions = await functionsOf(context.functions);
        return argspecsOf(functions, namesFor(names(functions), [args.module ?? ""]));
      },
    }),
    list_functions: fn({
      doc: "The names of functions: all, those of some modules, or those that globs mean.",
      examples: ["salt '*' sys.list_functions", "salt '*' sys.list_functions cmd 'test.arg*'"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, { functions }, { args }) => namesFor(await functions.names(), args),
    }),
    list_modules: fn({
      doc: "The names of modules: all, or those that are asked for.",
      examples: ["salt '*' sys.list_modules", "salt '*' sys.list_modules 's*'"],
      varargs: "args",
      run: async (_args, { functions }, { args }) => modulesFor(await functions.names(), args),
    }),
    list_state_functions: states.functions,
    list_state_modules: states.modules("sys.list_state_modules"),
    state_doc: states.docs("sys.state_doc file"),
    state_schema: fn({
      doc: "Which arguments state functions take, as JSON schemas.",
      examples: ["salt '*' sys.state_schema pkg.installed"],
      params: { module: maybe.str("", "A module, a function or a glob; all unless given.") },
      run: async (args, context): Promise<Plain> => {
        const specs = await context.call("sys.state_argspec", [args.module ?? ""]);
        return (isDict(specs) ? [...specs] : []).map(([name, spec]) => schemaOf(pythonStr(name), spec));
      },
    }),
    state_argspec: states.argspecs("sys.state_argspec file"),
    list_runner_functions: runners.functions,
    list_runners: runners.modules("sys.list_runners"),
    runner_doc: runners.docs("sys.runner_doc jobs"),
    runner_argspec: runners.argspecs("sys.runner_argspec jobs"),
    list_returner_functions: returners.functions,
    list_returners: returners.modules("sys.list_returners"),
    returner_doc: returners.docs("sys.returner_doc"),
    returner_argspec: returners.argspecs("sys.returner_argspec"),
    list_renderers: fn({
      doc: "The names of renderers: all, or those that globs mean.",
      examples: ["salt '*' sys.list_renderers", "salt '*' sys.list_renderers 'yaml*'"],
      varargs: "args",
      run: async (_args, context, { args }) => {
        const all = modulesFor(await context.ofKind("renderer").names(), []);
        return args.length === 0
          ? all
          : all.filter((name) => args.some((glob) => matchGlob(pythonStr(glob), name)));
      },
    }),
    renderer_doc: fn({
      doc: "The documentation of renderers: all, or those that are asked for.",
      examples: ["salt '*' sys.renderer_doc yaml", "salt '*' sys.renderer_doc 'yaml*'"],
      varargs: "args",
      run: async (_args, context, { args }) => {
        const functions = await functionsOf(context.ofKind("renderer"));
        const docs = docsOf(functions, documentedNames(names(functions), args));
        return new Map([...docs].map(([name, doc]) => [pythonStr(name).replace(/\.render$/, ""), doc]));
      },
    }),
    reload_modules: fn({
      doc: "Makes the minion forget loaded modules, so that what changed on disk is seen; answers nothing.",
      examples: ["salt '*' sys.reload_modules"],
      params: {
        initial_load: maybe.any(false, "Has no meaning here."),
        context: maybe.any(null, "Has no meaning here."),
      },
      control: true,
      run: async (_args, { control }) => {
        await control.refreshModules();
        return null;
      },
    }),
  },
});
