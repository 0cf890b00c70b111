/**
 * States of `test` that always come to the same.
 */
import type { Dict, ExecutionContext, Rest } from "@salt/core";
import { dict, isTrial, isTruthy, maybe, needed, SaltInvocationError, stateFn } from "@salt/core";
import { pretendedChanges } from "./pretended.js";

const name = needed.str("Anything.");
const COMMENT = "The keyword `comment` changes the comment; all others are taken and not used.";

/** What such a state comes to, and what it says in a trial. */
interface Outcome {
  readonly result: boolean;
  readonly changes: boolean;
  readonly trial?: string;
}

function answer(
  named: string,
  { result, changes, trial }: Outcome,
  context: ExecutionContext,
  rest: Rest,
): Dict {
  const comment = rest.kwargs.get("comment") ?? (result ? "Success!" : "Failure!");
  const told = dict({ name: named, changes: changes ? pretendedChanges() : {}, result, comment });
  // What changes nothing and fails would fail in earnest too.
  if (trial !== undefined && isTrial(context))
    told.set("result", changes ? null : result).set("comment", trial);
  return told;
}

function fixed(doc: string, outcome: Outcome) {
  return stateFn({
    doc: `${doc} ${COMMENT}`,
    params: { name },
    varkw: "kwargs",
    run: (args, context, rest) => answer(args.name, outcome, context, rest),
  });
}

/** `nop`, `succeed_*`, `fail_*` and `show_notification`. */
export const fixedFunctions = {
  nop: stateFn({
    doc: "Does nothing and succeeds; takes any keywords.",
    params: { name },
    varkw: "kwargs",
    run: (args) => ({ name: args.name, changes: {}, result: true, comment: "Success!" }),
  }),
  succeed_without_changes: fixed("Succeeds and changes nothing.", { result: true, changes: false }),
  fail_without_changes: fixed("Fails and changes nothing.", {
    result: false,
    changes: false,
    trial: "If we weren't testing, this would be a failure!",
  }),
  succeed_with_changes: fixed("Succeeds and pretends to have changed something.", {
    result: true,
    changes: true,
    trial: "If we weren't testing, this would be successful with changes",
  }),
  fail_with_changes: fixed("Fails and pretends to have changed something.", {
    result: false,
    changes: true,
    trial: "If we weren't testing, this would be failed with changes",
  }),
  show_notification: stateFn({
    doc: "Shows a text as its comment.",
    params: { name, text: maybe.any(null, "The text; it must not be empty.") },
    varkw: "kwargs",
    run: ({ name: named, text }) => {
      if (!isTruthy(text)) throw new SaltInvocationError("Missing required argument text.");
      return dict({ name: named, changes: {}, result: true, comment: text });
    },
  }),
};
