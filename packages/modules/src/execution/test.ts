/**
 * Functions that show whether a minion is there and how it takes arguments.
 */
import { executionModule, fn, needed } from "@salt/core";

export const test = executionModule("test", {
  doc: "Functions that show whether a minion is there and how it takes arguments.",
  functions: {
    ping: fn({ doc: "Answer true.", examples: ["salt '*' test.ping"], control: true, run: () => true }),
    echo: fn({
      doc: "Give a text back.",
      examples: ["salt '*' test.echo 'foo bar'"],
      params: { text: needed.any("What to give back.") },
      control: true,
      run: ({ text }) => text,
    }),
    arg: fn({
      doc: "Give all arguments back.",
      examples: ["salt '*' test.arg 1 two k=3"],
      varargs: "args",
      varkw: "kwargs",
      control: true,
      run: (_args, _context, rest) => ({ args: rest.args, kwargs: rest.kwargs }),
    }),
    sleep: fn({
      doc: "Wait some seconds, then answer true.",
      examples: ["salt '*' test.sleep 20"],
      params: { length: needed.number("Seconds to wait.") },
      run: async ({ length }) => {
        await new Promise((resolve) => setTimeout(resolve, length * 1000));
        return true;
      },
    }),
  },
});
