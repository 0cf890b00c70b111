/**
 * Functions that show how runners take arguments and print.
 */
import { maybe, runnerFn, runnerModule, sleep, tuple } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";

const WORDS: Readonly<Record<string, readonly string[]>> = {
  us: "foo bar baz qux quux quuz corge grault garply waldo fred plugh xyzzy thud".split(" "),
  uk: "wibble wobble wubble flob".split(" "),
};
const STREAM_PARTS = 99;
const STREAM_PAUSE_MS = 100;

export const test = runnerModule("test", {
  doc: "Functions that show how runners take arguments and print.",
  functions: {
    arg: runnerFn({
      doc: "Gives all arguments back, positional ones as `args` and keyword ones as `kwargs`.",
      examples: ["salt-run test.arg 1 two key='{a: 1}'"],
      varargs: "args",
      varkw: "kwargs",
      run: (_args, _context, { args, kwargs }) => ({ args: tuple(args), kwargs: givenKeywords(kwargs) }),
    }),
    raw_arg: runnerFn({
      doc: "Gives all arguments back, those that are added on the way included.",
      examples: ["salt-run test.raw_arg 1 two key=3"],
      varargs: "args",
      varkw: "kwargs",
      run: (_args, _context, { args, kwargs }) => ({ args: tuple(args), kwargs }),
    }),
    metasyntactic: runnerFn({
      doc: "Words that mean nothing, as examples use them.",
      examples: ["salt-run test.metasyntactic locality=uk"],
      params: { locality: maybe.str("us", "Whose words: us or uk.") },
      run: ({ locality }) => WORDS[locality ?? ""] ?? null,
    }),
    stdout_print: runnerFn({
      doc: "Prints one word while it runs and gives another.",
      examples: ["salt-run test.stdout_print"],
      run: (_args, context) => {
        context.progress("foo");
        return "bar";
      },
    }),
    sleep: runnerFn({
      doc: "Prints a number of seconds, waits as long, and answers true.",
      examples: ["salt-run test.sleep 5"],
      params: { s_time: maybe.number(10, "Seconds to wait.") },
      run: async ({ s_time }, context) => {
        context.progress(s_time);
        await sleep((s_time ?? 0) * 1000, context.signal);
        return true;
      },
    }),
    stream: runnerFn({
      doc: "Tells its progress ten times a second for ten seconds, then answers true.",
      examples: ["salt-run test.stream"],
      run: async (_args, context) => {
        for (let part = 1; part <= STREAM_PARTS && !context.signal.aborted; part++) {
          context.progress({ message: `Runner is ${part}% done` });
          await sleep(STREAM_PAUSE_MS, context.signal);
        }
        return true;
      },
    }),
    get_opts: runnerFn({
      doc: "All options that the master works with.",
      examples: ["salt-run test.get_opts"],
      run: (_args, { opts }) => opts,
    }),
  },
});
