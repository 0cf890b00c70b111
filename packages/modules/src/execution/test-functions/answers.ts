/**
 * Functions of `test` that answer something fixed or what they were given.
 */
import { fn, needed } from "@salt/core";

/** `ping`, `echo`, `outputter`, `true`, `false`, `deprecation_warning`, `tty`. */
export const answerFunctions = {
  ping: fn({
    doc: "Answers true: the minion is up, has taken the job and can send returns. No ICMP is involved.",
    examples: ["salt '*' test.ping"],
    control: true,
    run: () => true,
  }),
  echo: fn({
    doc: "Gives back the value it was called with.",
    examples: ["salt '*' test.echo 'any words'"],
    params: { text: needed.any("What to give back.") },
    control: true,
    run: ({ text }) => text,
  }),
  outputter: fn({
    doc: "Gives a value back, to see how an outputter prints it.",
    examples: ["salt '*' test.outputter '{a: [1, 2]}' --out=yaml"],
    params: { data: needed.any("The value to print.") },
    control: true,
    run: ({ data }) => data,
  }),
  true: fn({ doc: "Always true.", examples: ["salt '*' test.true"], control: true, run: () => true }),
  false: fn({ doc: "Always false.", examples: ["salt '*' test.false"], control: true, run: () => false }),
  deprecation_warning: fn({
    doc: "Answers true and leaves two warnings of deprecation in the minion's log.",
    examples: ["salt '*' test.deprecation_warning"],
    control: true,
    run: (_args, { log }) => {
      log.warn({ until: "Oganesson" }, "A deprecation warning by release, for a test");
      log.warn({ until: "3000-01-01" }, "A deprecation warning by date, for a test");
      return true;
    },
  }),
  tty: fn({
    doc: "Only says that cmd.tty does this now.",
    examples: ["salt '*' cmd.tty tty0 'a message'"],
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: () => "ERROR: This function has been moved to cmd.tty",
  }),
};
