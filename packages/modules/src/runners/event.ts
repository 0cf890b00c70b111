/**
 * Firing events on the master's bus.
 */
import {
  dict,
  isDict,
  isTruthy,
  maybe,
  needed,
  runnerFn,
  runnerModule,
  SaltInvocationError,
} from "@salt/core";

export const event = runnerModule("event", {
  doc: "Firing events on the master's bus.",
  functions: {
    send: runnerFn({
      doc: "Fires an event on the master's bus. Answers true when the bus has it.",
      examples: ["salt-run event.send myco/build/done '{what: built}'"],
      params: {
        tag: needed.str("The tag, e.g. `myco/build/done`."),
        data: maybe.any(null, "What happened, as a map."),
      },
      run: async ({ tag, data }, context) => {
        if (tag.startsWith("salt/reactors/")) {
          throw new SaltInvocationError("tag: these tags are for the runner `reactor`", {
            hint: "Use salt-run reactor.add or reactor.delete.",
          });
        }
        if (isTruthy(data) && !isDict(data)) throw new SaltInvocationError("data: a map is needed here");
        await context.fire(tag, isDict(data) ? data : dict());
        return true;
      },
    }),
  },
});
