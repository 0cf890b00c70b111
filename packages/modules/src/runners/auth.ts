/**
 * Tokens of external authentication.
 */
import { needed, runnerFn, runnerModule } from "@salt/core";

export const auth = runnerModule("auth", {
  doc: "Tokens of external authentication.",
  functions: {
    mk_token: runnerFn({
      doc: "Make a token for who authenticates. The master must be running.",
      examples: ["salt-run auth.mk_token eauth=pam username=ann password=secret"],
      varkw: "load",
      run: async (_args, context, { kwargs }) => (await context.tokens.make(kwargs)) ?? "",
    }),
    del_token: runnerFn({
      doc: "Remove a token; whether there was one.",
      examples: ["salt-run auth.del_token 6556760736e4077daa601baec2b67c24"],
      params: { token: needed.str("The token.") },
      run: ({ token }, context) => context.tokens.remove(token),
    }),
  },
});
