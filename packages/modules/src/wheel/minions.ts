/**
 * Which minions are there.
 */
import { wheelFn, wheelModule } from "@salt/core";

export const minions = wheelModule("minions", {
  doc: "Which minions are there.",
  functions: {
    connected: wheelFn({
      doc: "The ids of the minions that are there, found out by asking them.",
      run: (_args, context) => context.connected(),
    }),
  },
});
